"""Groups of mails that members may switch off. Mails about the account's own safety are always sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailKind:
    """One switch on the page "E-mails"."""

    code: str
    label: str
    help: str


MAIL_KINDS = (
    MailKind("orders", "Orders", "Deliveries, revisions, acceptance, stops and cancellations of your orders"),
    MailKind("money", "Payments", "Charges, receipts, released money and refunds"),
    MailKind("reminders", "Reminders", "Before a deadline passes or something lapses"),
    MailKind("offers", "Offers", "New offers and the answers to yours"),
    MailKind("messages", "Messages", "At most one mail per conversation until you open it"),
    MailKind("gigs", "My gigs", "When a gig is approved, denied or loses its milestones"),
)
CODES = frozenset(kind.code for kind in MAIL_KINDS)
