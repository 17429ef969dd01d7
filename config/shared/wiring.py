"""What the kernel registers once the models are there; imported from ``AppConfig.ready()``."""

from config.shared import checks, nudges, outbox

__all__ = ["checks"]

outbox.nudge_with(nudges.nudge)
