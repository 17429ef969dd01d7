"""Accept, withdraw, decline and expire at the same moment on PostgreSQL: exactly one wins, the others are told.

Two guards hold it, the row lock and the conditional UPDATE. The controls show that the race is real without them, and
that each is enough alone.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from config.shared import clock
from config.shared.errors import Refusal
from offers import transitions
from offers.models import Message, Offer
from offers.operations import accept_offer_row, decline_offer, send_offer, withdraw_offer, write_message
from offers.operations.expiring import expire_offer
from offers.querysets import OfferQuerySet
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import click_by, conversation_of, new_version_of, sent_offer

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROUNDS = 15
EACH = 3
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


def contested(offer: Offer, buyer: User, seller: User) -> list[Callable[[], Any]]:
    now, late = clock.now(), offer.expires_at

    def accepting(number: int) -> Callable[[], Any]:
        def act() -> None:
            with transaction.atomic():
                accept_offer_row(
                    offer_id=offer.pk,
                    buyer_id=buyer.pk,
                    order_number=f"MP-{offer.pk.hex[:8]}{number}",
                    at=now,
                )

        return act

    assert late is not None
    return [
        *(accepting(number) for number in range(EACH)),
        *(lambda: withdraw_offer(offer_id=offer.pk, click=click_by(seller)) for _ in range(EACH)),
        *(lambda: decline_offer(offer_id=offer.pk, click=click_by(buyer), reason="No.") for _ in range(EACH)),
        *(lambda: expire_offer(offer_id=offer.pk, at=late) for _ in range(EACH)),
    ]


def winners(buyer: User, seller: User, rounds: int = ROUNDS, known: frozenset[str] = TOLD) -> list[int]:
    gig = live_gig_with_milestones(seller)
    counts = []
    for _ in range(rounds):
        offer = sent_offer(seller, buyer, gig)
        outcomes = together(contested(offer, buyer, seller))
        assert len(outcomes) == EACH * 4
        assert set(outcomes) <= known
        assert offer.messages.filter(kind="system").count() == outcomes.count("done")
        counts.append(outcomes.count("done"))
    return counts


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


def test_a_new_version_and_an_acceptance_at_once_leave_one_of_them(buyer: User, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    ends = [_replaced_or_accepted(sent_offer(seller, buyer, gig), buyer, seller) for _ in range(ROUNDS)]
    assert set(ends) <= {("superseded", "sent"), ("accepted", "draft")}


def _replaced_or_accepted(offer: Offer, buyer: User, seller: User) -> tuple[str, str]:
    draft = new_version_of(offer)
    accepting = contested(offer, buyer, seller)[:EACH]
    sending = [
        lambda: send_offer(offer_id=draft.pk, click=click_by(seller, draft.version)) for _ in range(EACH)
    ]
    outcomes = together([*accepting, *sending])
    assert (len(outcomes), outcomes.count("done")) == (EACH * 2, 1)
    assert set(outcomes) <= TOLD
    offer.refresh_from_db()
    draft.refresh_from_db()
    assert draft.messages.filter(kind="offer").count() == (draft.state == "sent")
    Offer.objects.filter(pk=draft.pk, state="draft").delete()
    return str(offer.state), str(draft.state)


def test_first_messages_at_once_open_one_conversation(buyer: User, seller: User) -> None:
    outcomes = together([lambda: conversation_of(buyer, seller), lambda: conversation_of(seller, buyer)] * 4)
    assert outcomes == ["done"] * 8
    conversation = conversation_of(buyer, seller)

    def writing(writer: User) -> Callable[[], Any]:
        return lambda: write_message(conversation_id=conversation.pk, click=click_by(writer), body="Hello")

    assert together([writing(buyer), writing(seller)] * 4) == ["done"] * 8
    assert sorted(conversation.seats.values_list("unread", flat=True)) == [4, 4]
