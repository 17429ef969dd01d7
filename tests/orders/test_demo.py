"""The demo market: everything is there, nothing is broken, nobody got a mail. Loaded once for all tests here."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Q
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import Mail, Notification, SentMail, User
from config.shared import clock
from config.shared.models import Outbox
from config.shared.terms import FROZEN_WINDOWS
from gigs.eligibility import gig_milestones
from gigs.models import Gig, GigImage
from gigs.renditions import sizes_of
from gigs.states import GigState
from offers.models import Conversation, Offer
from orders import audit
from orders.ledger import audit as ledger
from orders.models import Order, OrderMilestone, Review
from orders.payments import audit as payments
from orders.payments.cards import default_card
from orders.queries.actions import bar_of
from orders.queries.case import case_of
from orders.states import MilestoneStatus, OrderStatus, Reason, Role

SHORT = {name: timedelta(seconds=20) for name in (*FROZEN_WINDOWS, "OFFER_EXPIRY")}
"""Somebody starts the site for the first time to watch its clocks."""
KEYS = ("seller", "seller2", "buyer", "buyer2", "suspended", "staff", "support", "moderation", "finance")
FIVE = {
    "3d-product-animation",
    "business-plans",
    "producers-composers",
    "desktop-applications",
    "social-media-marketing",
}


@pytest.fixture(scope="module", autouse=True)
def market(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The market in a transaction that is taken back: the ledger cannot be emptied."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # type: ignore[attr-defined]
        outer.__enter__()
        try:
            with override_settings(**SHORT):
                call_command("load_demo", verbosity=0)
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


pytestmark = pytest.mark.django_db


def _person(key: str) -> User:
    return User.objects.get(email=f"{key}@demo.test")


def test_nothing_is_broken() -> None:
    assert [*ledger.broken_invariants(), *payments.broken_invariants(), *audit.broken_invariants()] == []


def test_everybody_can_sign_in() -> None:
    assert User.objects.count() == len(KEYS)
    for key in KEYS:
        person = _person(key)
        assert person.check_password("milepost-demo")
        assert EmailAddress.objects.filter(user=person, verified=True, primary=True).exists()
        assert key not in person.handle
    assert _person("staff").is_superuser
    for key in KEYS[6:]:
        clerk = _person(key)
        assert [group.name for group in clerk.groups.all()] == [key.capitalize()]
        assert (clerk.is_staff, clerk.is_superuser) == (True, False)


def test_every_state_of_an_order_can_be_seen() -> None:
    assert set(Order.objects.values_list("status", flat=True)) == set(OrderStatus.values)
    assert set(Order.objects.exclude(reason="").values_list("reason", flat=True)) == set(Reason.values)
    assert set(OrderMilestone.objects.values_list("status", flat=True)) == set(MilestoneStatus.values)
    assert {
        status for status, reason in Order.objects.filter(reason="decided").values_list("status", "reason")
    } == {
        OrderStatus.COMPLETED,
        OrderStatus.CANCELLED,
    }


@pytest.mark.parametrize(
    ("side", "key"), [("seller", "seller"), ("seller", "seller2"), ("buyer", "buyer"), ("buyer", "buyer2")]
)
def test_each_of_the_four_has_something_to_do(side: str, key: str) -> None:
    mine = OrderMilestone.objects.filter(
        **{f"order__{side}": _person(key), "order__status": OrderStatus.ACTIVE}
    )
    waiting = {"seller": ("in_progress", "in_revision"), "buyer": ("delivered", "awaiting_payment")}[side]
    assert mine.filter(status__in=waiting).exists()


def test_a_suspended_side_and_a_denied_gig_are_told_of_on_both_sides() -> None:
    suspended = _person("suspended")
    assert suspended.suspended_at is not None
    mine = Order.objects.filter(Q(buyer=suspended) | Q(seller=suspended))
    assert {(order.status, _bars(order)) for order in mine} == {("active", True)}
    assert mine.count() == 2
    denied = Order.objects.filter(gig__state=GigState.DENIED)
    assert {(order.status, _bars(order)) for order in denied} == {
        ("awaiting_payment", True),
        ("active", False),
    }


def _bars(order: Order) -> bool:
    """Both sides read why nothing new begins."""
    sides = (Role.BUYER, Role.SELLER)
    found = {bool(bar_of(case_of(order, role, clock.now()))) for role in sides}
    assert len(found) == 1
    return found.pop()


def test_reviews_wait_and_are_read_answered_and_hidden() -> None:
    reviews = Review.objects.all()
    assert reviews.filter(published_at=None).count() == 1
    assert reviews.exclude(reply="").exists()
    assert reviews.exclude(hidden_at=None).exists()
    assert Gig.objects.filter(rating_count__gt=0).count() >= 6
    assert User.objects.filter(buyer_rating_count__gt=0).count() == 2


def test_what_runs_ends_in_the_future() -> None:
    now = clock.now()
    assert not Order.objects.filter(due_at__lte=now).exists()
    assert not Offer.objects.filter(due_at__lte=now).exists()
    assert not Order.objects.filter(placed_at__gt=now).exists()


def test_offers_stand_in_every_state_that_an_operation_reaches() -> None:
    assert set(Offer.objects.values_list("state", flat=True)) >= {
        "draft",
        "sent",
        "accepted",
        "declined",
        "withdrawn",
        "expired",
        "superseded",
    }


def test_the_catalogue_is_wide() -> None:
    gigs = Gig.objects.select_related("subcategory")
    assert gigs.filter(state=GigState.ACTIVE).count() >= 30
    assert set(gigs.values_list("state", flat=True)) == set(GigState.values)
    trades = set(gigs.values_list("subcategory__slug", flat=True))
    assert trades >= FIVE
    assert len(trades - FIVE) >= 20
    for trade in FIVE:
        assert gigs.filter(subcategory__slug=trade, milestone_count__gte=2, state=GigState.ACTIVE).exists()
    assert gigs.filter(from_minor__gt=100_00).exists()
    assert gigs.filter(from_minor=100_00, subcategory__gig_milestones=True).exists()
    assert gigs.filter(from_minor__lt=100_00).exists()


def test_some_gigs_have_pictures_and_the_others_a_drawn_cover() -> None:
    hung = GigImage.objects.order_by("gig_id", "position")
    shown = Counter(hung.values_list("gig_id", flat=True))
    assert len(shown) == 12
    assert max(shown.values()) == 3
    for image in hung:
        assert image.alt
        assert (image.width, image.height) == (1_000, 625)
        sizes = sizes_of(str(image.file.name))
        assert set(sizes) == {400, 800, 1_000}
        assert all(default_storage.exists(name) for name in sizes.values())


def test_the_path_can_be_walked_from_it() -> None:
    seller, buyer = _person("seller"), _person("buyer")
    live = [
        gig
        for gig in Gig.objects.filter(seller=seller, state=GigState.ACTIVE).select_related("subcategory")
        if gig_milestones(gig).ok
    ]
    assert [gig for gig in live if not gig.milestone_count]
    assert [gig for gig in live if gig.milestone_count >= 2]
    conversation = Conversation.objects.between(seller.pk, buyer.pk).get()
    assert not conversation.offers.filter(state="draft").exists()
    card = default_card(buyer.pk)
    assert card is not None
    assert card.label == "Visa •••• 4242"


def test_bells_have_rung_and_no_mail_was_sent() -> None:
    assert not Mail.objects.exists()
    assert not SentMail.objects.exists()
    assert not Outbox.objects.filter(done_at__isnull=True).exists()
    for key in KEYS[:4]:
        entries = Notification.objects.filter(user=_person(key))
        assert entries.filter(read_at__isnull=True).exists()
        assert entries.filter(read_at__isnull=False).exists()


def test_conversations_are_in_the_order_of_time() -> None:
    for conversation in Conversation.objects.all():
        moments = list(conversation.messages.order_by("pk").values_list("created_at", flat=True))
        assert moments == sorted(moments)


def test_a_second_load_is_refused_and_a_careful_one_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    count = Order.objects.count()

    with pytest.raises(CommandError, match="empty database only"):
        call_command("load_demo")
    call_command("load_demo", if_empty=True)

    assert Order.objects.count() == count
    captured = capsys.readouterr()
    assert captured.out + captured.err == ""
