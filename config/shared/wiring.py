"""What the kernel registers once the models are there; imported from ``AppConfig.ready()``."""

from config.shared import checks, currency_checks, nudges, outbox

__all__ = ["checks", "currency_checks"]

outbox.nudge_with(nudges.nudge)
