"""Cuts the test run off from the environment of the person who started it, before any setting is read."""

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVERS = frozenset({"DATABASE_URL", "REDIS_URL"})


def isolate() -> Path:
    """Forget every variable that .env.example names, but for the servers; return a data folder that goes at exit."""
    for name in re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE):
        if name not in SERVERS:
            os.environ.pop(name, None)
    folder = Path(tempfile.mkdtemp(prefix="milepost-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(DATA_DIR=str(folder), ENV_FILE=os.devnull)
    return folder
