"""Why money moves, and how far it has come."""

from django.db import models


class Purpose(models.TextChoices):
    """Why money moves at the provider."""

    MILESTONE = "milestone", "Milestone"
    AMENDMENT = "amendment", "Amendment"
    REFUND = "refund", "Refund"


class IntentStatus(models.TextChoices):
    """Whether something is still to be paid."""

    OPEN = "open", "To be paid"
    SUCCEEDED = "succeeded", "Paid"
    CLOSED = "closed", "Given up"


class AttemptStatus(models.TextChoices):
    """How far one try has come. Written only by ``recording.py``."""

    PLANNED = "planned", "Planned"
    STORED = "stored", "Known to the provider"
    CONFIRMING = "confirming", "Being charged"
    UNKNOWN = "unknown", "Being checked"
    NEEDS_AUTHENTICATION = "needs_authentication", "Needs authentication"
    SUCCEEDED = "succeeded", "Succeeded"
    DECLINED = "declined", "Declined"
    SUPERSEDED = "superseded", "Superseded"


IN_FLIGHT = (AttemptStatus.CONFIRMING, AttemptStatus.UNKNOWN)
"""The provider may be charging right now: nobody may assume either way."""
FACTS = (AttemptStatus.SUCCEEDED, AttemptStatus.DECLINED, AttemptStatus.NEEDS_AUTHENTICATION)
"""What orders has to act upon, once (``finalized_at``)."""
