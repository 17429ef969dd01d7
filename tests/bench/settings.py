"""The settings of a measurement: the real ones, as they would be in production behind plain http on loopback.

The environment (database of the bench's own, data folder, no .env) is set by ``tests.bench.__main__``.
"""

import structlog

from config.settings import *  # noqa: F403 - the real settings
from config.settings import DATA_DIR

ROOT_URLCONF = "tests.bench.urls"

# the lines are written as they always are, only not between the figures
structlog.configure(logger_factory=structlog.PrintLoggerFactory((DATA_DIR / "bench.log").open("a")))
