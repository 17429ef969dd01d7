"""What members tell staff about each other, and what staff did about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from offers.models.conversation import Conversation


class Report(models.Model):
    """A member's report of the other one in a conversation. The reported member is not told."""

    class Reason(models.TextChoices):
        """Why."""

        SPAM = "spam", "Spam or advertising"
        FRAUD = "fraud", "A fraud, or asks to pay elsewhere"
        ABUSE = "abuse", "Insults, threats or harassment"
        RIGHTS = "rights", "Uses my work, name or pictures"
        OTHER = "other", "Something else"

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason)
    text = models.TextField()
    is_open = models.BooleanField("open", default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "reporter"],
                condition=Q(is_open=True),
                name="one_open_report_per_member_and_conversation",
            )
        ]
        indexes = [models.Index(fields=["created_at"], condition=Q(is_open=True), name="report_queue")]

    def __str__(self) -> str:
        return f"Report {self.pk}"


class ReportAct(models.Model):
    """One thing that staff did with a report, and why. Rows are added, never changed."""

    class Kind(models.TextChoices):
        """What was done."""

        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Reopened"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_act_of_staff_has_its_reason")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason[:60]}"
