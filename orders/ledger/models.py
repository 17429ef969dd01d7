"""The one table of the ledger."""

from django.db import models
from django.db.models import F, Q

from orders.ledger.accounts import AccountKind

KEY_MAX = 120


class Entry(models.Model):
    """A movement of money: one debit, one credit, a positive amount. An unbalanced entry cannot be written.

    Append-only: triggers of the database refuse change and deletion (``guards.py``). ``event`` is the uuid of what
    caused it; ``key`` makes the same movement impossible to post twice. Amounts are minor units.
    """

    key = models.CharField(max_length=KEY_MAX)
    debit_kind = models.CharField(max_length=12, choices=AccountKind.choices)
    debit_subject = models.UUIDField()
    credit_kind = models.CharField(max_length=12, choices=AccountKind.choices)
    credit_subject = models.UUIDField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    event = models.UUIDField(db_index=True)
    at = models.DateTimeField()

    class Meta:
        app_label = "orders"
        verbose_name = "ledger entry"
        verbose_name_plural = "ledger entries"
        constraints = [
            # a constraint and not unique=True, which would bring a second index for LIKE
            models.UniqueConstraint(fields=["key"], name="orders_entry_key_is_unique"),
            models.CheckConstraint(
                condition=Q(amount_minor__gt=0), name="ledger_entry_moves_a_positive_amount"
            ),
            models.CheckConstraint(
                condition=~Q(debit_kind=F("credit_kind"), debit_subject=F("credit_subject")),
                name="ledger_entry_has_two_different_accounts",
            ),
            models.CheckConstraint(
                condition=Q(debit_kind__in=AccountKind.values, credit_kind__in=AccountKind.values),
                name="ledger_entry_has_known_kinds_of_account",
            ),
        ]
        indexes = [
            # The amount is in the index: a balance is read from the index alone, on both engines.
            models.Index(fields=["debit_kind", "debit_subject", "amount_minor"], name="ledger_debits"),
            models.Index(fields=["credit_kind", "credit_subject", "amount_minor"], name="ledger_credits"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.debit_kind} → {self.credit_kind} {self.amount_minor}"
