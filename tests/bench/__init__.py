"""The bench (``make bench``): docs/speed.md tells what is measured, against what. Never a timed test, never in CI."""
