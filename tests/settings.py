"""The settings of the test run: the real ones on a throw-away data folder, less what only costs time."""

from tests import environment

environment.isolate()

from config.settings import *  # noqa: E402, F403 - the real settings read the environment when imported
from config.settings import DATA_DIR, DATABASES, STORAGES  # noqa: E402

# threads and live servers lock each other out on an SQLite database in memory: the tests' one is a file
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:  # the same: a test kills processes, never the machine
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"

# a salted hash made to be slow would be most of the suite's time
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]

# the manifest exists only after collectstatic
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# a test that rolls back leaves the same ids and versions to the next one
READY_PAGE_SECONDS = READY_PART_SECONDS = 0

# no thread writes figures into the database of a test; a test that is about them says when
FIGURES_EVERY_SECONDS = 0
