"""The people of the demo market at work: what they click, in words as short as a story needs them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notification, User
from accounts.operations.bell import read_all
from accounts.operations.standing import suspend_member
from config.shared import clock
from config.shared.commands import Click
from config.shared.money import parse_amount
from gigs.models import Gig
from gigs.operations import deny_gig, keep_favourite
from offers.models import Conversation, Offer, Seat
from offers.operations.asking import Brief, ask_for_offer
from offers.operations.conversations import open_conversation
from offers.operations.drafting import create_offer
from offers.operations.messages import write_message
from offers.operations.replies import save_reply
from offers.operations.seats import mark_read, star
from offers.operations.sending import send_offer
from offers.states import Kind as OfferKind
from offers.terms import OfferTerms, RowTerms
from orders.demo.deal import Deal
from orders.demo.monthly import Plan
from orders.operations.placing import place_from_gig, place_from_offer
from orders.operations.subscribing import Agreed
from orders.payments.card_numbers import parse_card
from orders.payments.cards import add_card, remove_card
from orders.payments.demo.test_cards import TEST_CARDS, Behaviour
from orders.queries.consent import day_of

NUMBERS = {card.behaviour: card.number for card in reversed(TEST_CARDS)}
"""The first test card of each behaviour."""

Rows = list[tuple[str, str, int, int]]
"""Name, description, days, price in whole units."""

QUICK_REPLIES = {
    "First answer": "Thank you for writing. Tell me what you have already, and by when you need it.",
    "Files": "Please send the files here, as large as you have them. I keep them to myself.",
    "An offer in steps": "I can split this into milestones, so that you see and pay one step at a time. Shall I?",
}


@dataclass
class Market:
    """Who is there, what is on offer, and everybody's good card."""

    people: Mapping[str, User]
    gigs: Mapping[str, int]
    cards: dict[str, UUID] = field(default_factory=dict)

    def click(self, who: str, version: int | None = None) -> Click:
        """One click of a person, now."""
        return Click(actor_id=self.people[who].pk, key=uuid4(), version=version, at=clock.now())

    @property
    def moment(self) -> datetime:
        """Now, in the market."""
        return clock.now()

    def save_card(self, who: str, behaviour: Behaviour) -> UUID:
        """Save a test card."""
        details = parse_card(NUMBERS[behaviour], "12/39", "123")
        return add_card(user_id=self.people[who].pk, details=details, at=clock.now()).pk

    def forget_card(self, who: str, card_id: UUID) -> None:
        """Remove a card that did not work."""
        remove_card(user_id=self.people[who].pk, card_id=card_id, at=clock.now())

    def buy(
        self, who: str, gig_key: str, tier: str = "basic", *, in_full: bool = False, card: UUID | None = None
    ) -> Deal:
        """Order a package, by milestones unless ``in_full``."""
        gig = Gig.objects.get(pk=self.gigs[gig_key])
        order = place_from_gig(
            gig_id=gig.pk,
            gig_version=gig.version,
            tier=tier,
            per_milestone=not in_full,
            card_id=card or self.cards[who],
            click=self.click(who),
        )
        return Deal(order.pk, self.cards[who], self.people["staff"].pk)

    def talk(self, one: str, other: str, gig_key: str | None = None) -> Conversation:
        """The conversation of two people, begun about a gig."""
        gig_id = self.gigs[gig_key] if gig_key else None
        starter, reader = self.people[one].pk, self.people[other].pk
        return open_conversation(starter_id=starter, other_id=reader, at=clock.now(), gig_id=gig_id)

    def say(self, who: str, to: str, text: str, *files: SimpleUploadedFile, about: str | None = None) -> None:
        """Write a message."""
        conversation = self.talk(who, to, about)
        write_message(conversation_id=conversation.pk, click=self.click(who), body=text, files=files)

    def draft(
        self,
        who: str,
        to: str,
        gig_key: str,
        rows: Rows,
        *,
        note: str = "",
        expiry_days: int | None = None,
        replaces: Offer | None = None,
    ) -> Offer:
        """Write an offer: one row is a single payment, more are milestones; or a new version of a sent one."""
        terms = OfferTerms(
            gig_id=self.gigs[gig_key],
            kind=OfferKind.SINGLE if len(rows) == 1 else OfferKind.MILESTONES,
            rows=tuple(
                RowTerms(
                    name=name, description=text, days=days, amount_minor=parse_amount(str(price)), revisions=2
                )
                for name, text, days, price in rows
            ),
            note=note,
            expiry_days=expiry_days,
            with_questions=False,
        )
        conversation = self.talk(who, to)
        return create_offer(
            conversation_id=conversation.pk,
            seller_id=self.people[who].pk,
            terms=terms,
            at=clock.now(),
            supersedes_id=replaces.pk if replaces else None,
        )

    def send(
        self,
        who: str,
        to: str,
        gig_key: str,
        rows: Rows,
        *,
        note: str = "",
        expiry_days: int | None = None,
        replaces: Offer | None = None,
    ) -> Offer:
        """Write an offer and send it."""
        offer = self.draft(who, to, gig_key, rows, note=note, expiry_days=expiry_days, replaces=replaces)
        return send_offer(offer_id=offer.pk, click=self.click(who, offer.version))

    def offer_monthly(self, who: str, to: str, gig_key: str, price: str, *, months: int, note: str) -> Offer:
        """Offer the same work every month, and send it."""
        title = Gig.objects.values_list("title", flat=True).get(pk=self.gigs[gig_key])
        terms = OfferTerms(
            gig_id=self.gigs[gig_key],
            kind=OfferKind.SUBSCRIPTION,
            rows=(RowTerms(name=title, days=20, amount_minor=parse_amount(price), revisions=2),),
            note=note,
            with_questions=False,
            months=months,
        )
        conversation = self.talk(who, to)
        draft = create_offer(
            conversation_id=conversation.pk, seller_id=self.people[who].pk, terms=terms, at=clock.now()
        )
        return send_offer(offer_id=draft.pk, click=self.click(who, draft.version))

    def subscribe(self, who: str, offer: Offer, *, card: UUID | None = None) -> Plan:
        """Accept an offer by the month and pay its first one."""
        agreed = Agreed(day_of(clock.now()))
        order = place_from_offer(
            offer_id=offer.pk, card_id=card or self.cards[who], click=self.click(who), agreed=agreed
        )
        return Plan(order.subscription_id or UUID(int=0), self.cards[who], self.people["staff"].pk)

    def ask(self, who: str, to: str, gig_key: str, text: str, *, budget: str, wanted_by: date) -> None:
        """Ask for an offer with a brief."""
        brief = Brief(text, parse_amount(budget), wanted_by, gig_id=self.gigs[gig_key])
        ask_for_offer(seller_id=self.people[to].pk, brief=brief, click=self.click(who))

    def accept(self, who: str, offer: Offer, *, card: UUID | None = None) -> Deal:
        """Accept an offer and pay its first milestone."""
        order = place_from_offer(offer_id=offer.pk, card_id=card or self.cards[who], click=self.click(who))
        return Deal(order.pk, self.cards[who], self.people["staff"].pk)

    def suspend(self, who: str, reason: str) -> None:
        """Staff suspend somebody."""
        staff = self.people["staff"].pk
        suspend_member(actor_id=staff, user_id=self.people[who].pk, reason=reason, at=clock.now())

    def deny(self, gig_key: str, reason: str) -> None:
        """Staff take a gig off the market."""
        deny_gig(gig_id=self.gigs[gig_key], actor_id=self.people["staff"].pk, reason=reason, at=clock.now())

    def keep_favourites(self, who: str, *gig_keys: str) -> None:
        """Press the hearts of some gigs."""
        for key in gig_keys:
            keep_favourite(user_id=self.people[who].pk, gig_id=self.gigs[key], at=clock.now())

    def furnish_inboxes(self) -> None:
        """What people of some months have in their inboxes: a star, texts that they write often."""
        buyer, seller = self.people["buyer"].pk, self.people["seller"].pk
        star(conversation_id=self.talk("buyer", "seller").pk, user_id=buyer, starred=True)
        for name, body in QUICK_REPLIES.items():
            save_reply(user_id=seller, name=name, body=body)

    def catch_up_on_news(self, who: str, at: datetime) -> None:
        """Read the bell and all conversations."""
        user = self.people[who]
        newest = Notification.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True).first()
        if newest is not None:
            read_all(user_id=user.pk, until_id=newest, at=at)
        for seat in Seat.objects.filter(user=user, unread__gt=0):
            mark_read(seat=seat, at=at)


def paper(name: str, text: str) -> SimpleUploadedFile:
    """A small file to hand in."""
    return SimpleUploadedFile(name, text.encode(), content_type="text/plain")
