"""Accept, withdraw, expire and supersede at the same moment on PostgreSQL: exactly one wins, the others are told.

Sixteen threads for each offer, four for each act; accepting is the whole of it, with its order and its charge. Two
guards hold it, the row lock and the conditional UPDATE. The controls show that the race is real without them, and that
each is enough alone.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from accounts.models import User
from config.shared import clock
from config.shared.errors import Refusal
from offers import transitions
from offers.models import Message, Offer
from offers.operations import keep_draft, send_offer, withdraw_offer, write_message
from offers.operations.drafting import Desk
from offers.operations.expiring import expire_offer
from offers.querysets import OfferQuerySet
from offers.states import Kind
from orders.models import Intent, Order
from orders.operations.placing import place_from_offer
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, conversation_of, new_version_of, sent_offer
from tests.orders.stories import card_of

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 12
EACH = 4
TOLD = frozenset({"done", "DeadOffer", "Stale"})


@pytest.fixture(autouse=True)
def needs_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("races are run on PostgreSQL")


def together(acts: Sequence[Callable[[], Any]]) -> list[str]:
    """Run all at once, each in its own thread and connection; what each came to."""
    gate = threading.Barrier(len(acts))
    outcomes: list[str] = []

    def run(act: Callable[[], Any]) -> None:
        try:
            gate.wait()
            act()
            outcomes.append("done")
        except (Refusal, IntegrityError) as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def contested(
    offer: Offer, buyer: User, seller: User, card_id: UUID, draft: Offer
) -> list[Callable[[], Any]]:
    """Four threads for each act, each with a click of its own."""
    now, late = clock.now(), offer.expires_at
    assert late is not None

    def accept() -> object:
        return place_from_offer(offer_id=offer.pk, card_id=card_id, click=click_by(buyer, offer.version, now))

    def withdraw() -> object:
        return withdraw_offer(offer_id=offer.pk, click=click_by(seller, offer.version))

    def supersede() -> object:
        return send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))

    def expire() -> object:
        return expire_offer(offer_id=offer.pk, at=late)

    return [act for act in (accept, withdraw, expire, supersede) for _ in range(EACH)]


def winners(buyer: User, seller: User, rounds: int = ROUNDS, known: frozenset[str] = TOLD) -> list[int]:
    """How many acts were done in each round; what an order, a charge and the new version say is held against it."""
    gig = live_gig_with_milestones(seller)
    card_id = card_of(buyer).pk
    counts = []
    for _ in range(rounds):
        offer = sent_offer(seller, buyer, gig)
        draft = new_version_of(offer)
        outcomes = together(contested(offer, buyer, seller, card_id, draft))
        assert len(outcomes) == EACH * 4 == 16
        assert set(outcomes) <= known
        counts.append(outcomes.count("done"))
        if counts[-1] == 1:
            one_end(offer, draft)
        Offer.objects.filter(pk=draft.pk, state="draft").delete()
    return counts


def one_end(offer: Offer, draft: Offer) -> None:
    """One line says what happened; only an acceptance leaves an order and a charge, only a new version a card."""
    offer.refresh_from_db()
    draft.refresh_from_db()
    orders = list(Order.objects.filter(offer=offer))
    charges = Intent.objects.filter(subject_id__in=[m.pk for order in orders for m in order.milestones.all()])
    assert offer.messages.filter(kind="system").count() == 1
    assert (len(orders), charges.count()) == ((1, 1) if offer.state == "accepted" else (0, 0))
    assert draft.state == ("sent" if offer.state == "superseded" else "draft")
    assert draft.messages.filter(kind="offer").count() == (offer.state == "superseded")
    assert Intent.objects.count() == Order.objects.count()


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    def unlocked(rows: OfferQuerySet) -> OfferQuerySet:
        return rows.select_related("gig__subcategory", "seller", "buyer")

    monkeypatch.setattr(OfferQuerySet, "locked", unlocked)
    monkeypatch.setattr(type(Offer.objects), "locked", lambda manager: unlocked(manager.get_queryset()))


def without_condition(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind(row: Offer, *, expect: dict[str, Any], **changes: Any) -> None:
        Offer.objects.filter(pk=row.pk).update(**changes)
        for name, value in changes.items():
            setattr(row, name, value)

    monkeypatch.setattr(transitions, "guarded_update", blind)


def test_exactly_one_answer_wins(buyer: User, seller: User) -> None:
    assert winners(buyer, seller) == [1] * ROUNDS


def test_the_lock_alone_holds(buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch) -> None:
    without_condition(monkeypatch)
    assert winners(buyer, seller, 5) == [1] * 5


def test_the_conditional_update_alone_holds(
    buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_lock(monkeypatch)
    assert winners(buyer, seller, 5) == [1] * 5


def test_with_both_guards_off_the_fault_shows(
    buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_lock(monkeypatch)
    without_condition(monkeypatch)
    assert max(winners(buyer, seller, 8, TOLD | {"IntegrityError"})) > 1


def test_the_same_command_at_once_answers_once(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    click = click_by(seller, offer.version)
    outcomes = together([lambda: withdraw_offer(offer_id=offer.pk, click=click) for _ in range(8)])
    assert outcomes == ["done"] * 8
    assert Message.objects.filter(kind="system").count() == 1


def test_an_acceptance_of_an_offer_and_of_its_new_version_at_once_leave_one_order(
    buyer: User, seller: User
) -> None:
    gig = live_gig_with_milestones(seller)
    card_id = card_of(buyer).pk
    for _ in range(ROUNDS):
        offer = sent_offer(seller, buyer, gig)
        draft = new_version_of(offer)

        def accept(which: Offer) -> Callable[[], Any]:
            return lambda: place_from_offer(offer_id=which.pk, card_id=card_id, click=click_by(buyer))

        def send(draft: Offer = draft) -> object:
            return send_offer(offer_id=draft.pk, click=click_by(seller, draft.version))

        before = Order.objects.count()
        outcomes = together([*[accept(offer)] * 4, *[accept(draft)] * 4, *[send] * 4])
        assert set(outcomes) <= TOLD | {"Forbidden"}
        assert Order.objects.count() - before <= 1
        Offer.objects.filter(pk=draft.pk, state="draft").delete()
    assert Intent.objects.count() == Order.objects.count()


def test_two_windows_at_once_make_one_draft_of_a_version(buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    outcomes = together([lambda: new_version_of(offer) for _ in range(8)])
    assert sorted(set(outcomes)) == ["ChangedElsewhere", "done"]
    assert outcomes.count("done") == 1
    assert Offer.objects.filter(supersedes=offer).count() == 1


def test_one_window_that_keeps_and_adds_at_once_makes_one_draft(buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    conversation = conversation_of(buyer, seller)
    desk = Desk(window="a", typed={"rows": []})

    def keep() -> object:
        return keep_draft(
            conversation_id=conversation.pk,
            seller_id=seller.pk,
            gig_id=gig.pk,
            kind=Kind.MILESTONES,
            at=clock.now(),
            desk=desk,
        )

    assert together([keep] * 8) == ["done"] * 8
    assert (Offer.objects.count(), Offer.objects.get().version) == (1, 8)


def test_first_messages_at_once_open_one_conversation(buyer: User, seller: User) -> None:
    outcomes = together([lambda: conversation_of(buyer, seller), lambda: conversation_of(seller, buyer)] * 4)
    assert outcomes == ["done"] * 8
    conversation = conversation_of(buyer, seller)

    def writing(writer: User) -> Callable[[], Any]:
        return lambda: write_message(conversation_id=conversation.pk, click=click_by(writer), body="Hello")

    assert together([writing(buyer), writing(seller)] * 4) == ["done"] * 8
    assert sorted(conversation.seats.values_list("unread", flat=True)) == [4, 4]
