"""Accounting stories, to the cent: who has what after each step."""

import uuid
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from django.db import transaction

from orders.ledger import accounts, stories
from orders.ledger.accounts import Account
from orders.ledger.audit import broken_invariants
from orders.ledger.balances import balance, balances_by_kind, held_of, trial
from orders.ledger.models import Entry
from orders.ledger.postings import AlreadyPosted, Posting, post
from orders.ledger.shares import Settlement, give_back, settle

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SELLER = 7
MILESTONE = uuid.UUID(int=1)
REFUND = uuid.UUID(int=2)
HELD = accounts.held(MILESTONE)
PENDING = accounts.pending(SELLER)


def book(postings: Iterable[Posting]) -> None:
    with transaction.atomic():
        post(postings, at=AT)


def charge(milestone_id: uuid.UUID = MILESTONE, amount: int = 180_00, fee: int = 9_90) -> None:
    book(stories.charged(milestone_id=milestone_id, amount_minor=amount, fee_minor=fee, event=uuid.uuid4()))


def release(released: int, refund_id: uuid.UUID | None = None) -> Settlement:
    shares = settle(amount_minor=180_00, fee_minor=9_90, released_minor=released, commission_bp=2_000)
    refunds = [stories.Refund(refund_id, shares.refund)] if refund_id and shares.refund else []
    settled = stories.settled(
        milestone_id=MILESTONE, seller_id=SELLER, settlement=shares, refunds=refunds, event=uuid.uuid4()
    )
    book(settled)
    return shares


def now_has(**expected: int) -> None:
    """Every kind of account, the ones not named being empty; and all of it adds up."""
    assert {kind: amount for kind, amount in balances_by_kind().items() if amount} == expected
    assert trial() == 0
    assert broken_invariants() == []


def test_a_charge_is_held_and_its_fee_is_earned() -> None:
    charge()
    now_has(provider=-189_90, held=180_00, fees=9_90)
    assert balance(HELD) == 180_00
    assert held_of([MILESTONE, REFUND]) == {MILESTONE: 180_00, REFUND: 0}


def test_an_accepted_milestone_goes_to_the_seller_less_commission_and_clears() -> None:
    charge()
    release(180_00)
    now_has(provider=-189_90, pending=144_00, commission=36_00, fees=9_90)
    book(stories.cleared(milestone_id=MILESTONE, seller_id=SELLER, amount_minor=144_00, event=uuid.uuid4()))
    now_has(provider=-189_90, available=144_00, commission=36_00, fees=9_90)
    assert (balance(PENDING), balance(accounts.available(SELLER))) == (0, 144_00)


def test_a_split_gives_each_side_its_part_and_the_fee_in_proportion() -> None:
    charge()
    shares = release(60_00, REFUND)
    assert shares.refund == 126_60
    now_has(provider=-189_90, pending=48_00, commission=12_00, refunding=126_60, fees=3_30)
    book(stories.refund_paid(refund_id=REFUND, amount_minor=126_60, event=uuid.uuid4()))
    now_has(provider=-63_30, pending=48_00, commission=12_00, fees=3_30)


def test_a_full_refund_leaves_nothing_behind() -> None:
    charge()
    release(0, REFUND)
    now_has(provider=-189_90, refunding=189_90)
    book(stories.refund_paid(refund_id=REFUND, amount_minor=189_90, event=uuid.uuid4()))
    now_has()


def test_a_charge_that_came_too_late_is_owed_back_at_once() -> None:
    late = uuid.uuid4()
    book(stories.surplus_charged(attempt_id=late, refund_id=REFUND, amount_minor=189_90, event=late))
    now_has(provider=-189_90, refunding=189_90)


def test_five_of_six_accepted_and_the_sixth_never_charged() -> None:
    for _ in range(5):
        milestone = uuid.uuid4()
        charge(milestone, 100_00, 5_50)
        shares = settle(amount_minor=100_00, fee_minor=5_50, released_minor=100_00, commission_bp=2_000)
        settled = stories.settled(
            milestone_id=milestone, seller_id=SELLER, settlement=shares, event=uuid.uuid4()
        )
        book(settled)
    now_has(provider=-527_50, pending=400_00, commission=100_00, fees=27_50)


def test_zero_amounts_write_no_row() -> None:
    charge(fee=0)
    assert Entry.objects.count() == 1
    release(0, REFUND)
    assert list(Entry.objects.values_list("key", flat=True).order_by("id")[1:]) == [
        f"settle:{MILESTONE}:1",
        f"settle:{MILESTONE}:2",
    ]


@pytest.mark.parametrize(("first", "second"), [(180_00, 180_00), (180_00, 0), (0, 180_00), (60_00, 0)])
def test_a_milestone_is_settled_once_whatever_the_second_way(first: int, second: int) -> None:
    charge()
    release(first, REFUND)
    before = balances_by_kind()
    with pytest.raises(AlreadyPosted):
        release(second, uuid.uuid4())
    assert balances_by_kind() == before


def test_the_same_attempt_brings_money_in_once() -> None:
    attempt = uuid.uuid4()
    book(stories.charged(milestone_id=MILESTONE, amount_minor=180_00, fee_minor=9_90, event=attempt))
    late = stories.surplus_charged(attempt_id=attempt, refund_id=REFUND, amount_minor=189_90, event=attempt)
    with pytest.raises(AlreadyPosted):
        book(late)
    now_has(provider=-189_90, held=180_00, fees=9_90)


def test_money_that_goes_back_needs_a_place_to_go() -> None:
    shares = settle(amount_minor=180_00, fee_minor=9_90, released_minor=60_00, commission_bp=2_000)
    for refunds in ([], [stories.Refund(REFUND, 126_59)], [stories.Refund(REFUND, 126_61)]):
        with pytest.raises(ValueError, match="name the refund intent"):
            stories.settled(
                milestone_id=MILESTONE,
                seller_id=SELLER,
                settlement=shares,
                refunds=refunds,
                event=uuid.uuid4(),
            )


def test_what_goes_back_is_spread_over_the_charges_it_came_from() -> None:
    charge()
    charge(amount=60_00, fee=3_30)
    shares = settle(amount_minor=240_00, fee_minor=13_20, released_minor=40_00, commission_bp=2_000)
    newer, older = uuid.uuid4(), REFUND
    assert shares.refund == 211_00
    refunds = [stories.Refund(newer, 63_30), stories.Refund(older, 147_70)]
    book(
        stories.settled(
            milestone_id=MILESTONE, seller_id=SELLER, settlement=shares, refunds=refunds, event=uuid.uuid4()
        )
    )
    now_has(provider=-253_20, pending=32_00, commission=8_00, refunding=211_00, fees=2_20)
    assert balance(accounts.refunding(newer)) == 63_30
    assert balance(accounts.refunding(older)) == 147_70
    assert balance(accounts.held(MILESTONE)) == 0


def test_less_for_a_paid_milestone_goes_back_with_its_fee_and_only_once() -> None:
    charge()
    amendment, refunds = uuid.uuid4(), [stories.Refund(REFUND, 63_30)]
    story = stories.lowered(
        milestone_id=MILESTONE,
        amendment_id=amendment,
        amount_minor=60_00,
        fee_minor=3_30,
        refunds=refunds,
        event=uuid.uuid4(),
    )
    book(story)
    now_has(provider=-189_90, held=120_00, refunding=63_30, fees=6_60)
    with pytest.raises(AlreadyPosted):
        book(story)


def give(part: int, kept: int, number: int, bearer: Account, refund_id: uuid.UUID = REFUND) -> None:
    """Goodwill out of the milestone of 180.00 with a fee of 9.90."""
    shares = give_back(
        amount_minor=180_00, fee_minor=9_90, kept_minor=kept, part_minor=part, commission_bp=2_000
    )
    book(
        stories.given_back(
            milestone_id=MILESTONE,
            number=number,
            bearer=bearer,
            goodwill=shares,
            refunds=[stories.Refund(refund_id, shares.refund)],
            event=uuid.uuid4(),
        )
    )


def test_goodwill_while_it_clears_is_as_if_less_had_been_released() -> None:
    charge()
    release(180_00)
    give(120_00, 180_00, 1, PENDING)
    now_has(provider=-189_90, pending=48_00, commission=12_00, refunding=126_60, fees=3_30)
    book(stories.refund_paid(refund_id=REFUND, amount_minor=126_60, event=uuid.uuid4()))
    book(stories.cleared(milestone_id=MILESTONE, seller_id=SELLER, amount_minor=48_00, event=uuid.uuid4()))
    now_has(provider=-63_30, available=48_00, commission=12_00, fees=3_30)


def test_goodwill_that_milepost_bears_leaves_the_seller_what_was_earned() -> None:
    charge()
    release(180_00)
    book(stories.cleared(milestone_id=MILESTONE, seller_id=SELLER, amount_minor=144_00, event=uuid.uuid4()))
    give(180_00, 180_00, 1, accounts.goodwill())
    book(stories.refund_paid(refund_id=REFUND, amount_minor=189_90, event=uuid.uuid4()))
    now_has(available=144_00, goodwill=-144_00)


def test_two_who_give_back_at_the_same_moment_collide() -> None:
    charge()
    release(180_00)
    give(60_00, 180_00, 1, PENDING)
    before = balances_by_kind()
    with pytest.raises(AlreadyPosted):
        give(60_00, 180_00, 1, accounts.goodwill(), uuid.uuid4())
    assert balances_by_kind() == before
    give(60_00, 120_00, 2, accounts.goodwill(), uuid.uuid4())
    now_has(provider=-189_90, pending=96_00, commission=12_00, goodwill=-48_00, refunding=126_60, fees=3_30)


def test_the_audit_names_goodwill_that_came_in() -> None:
    book([Posting("stray", accounts.provider(), accounts.goodwill(), 5_00, uuid.uuid4())])
    assert [line.split(" of ")[0] for line in broken_invariants()] == ["ledger: goodwill"]


def test_the_audit_names_an_account_below_zero_and_a_foreign_currency() -> None:
    stray = Posting("stray", HELD, PENDING, 5_00, uuid.uuid4())
    book([stray])
    assert [line.split(" of ")[0] for line in broken_invariants()] == ["ledger: held"]
    Entry.objects.bulk_create([_foreign(PENDING, HELD)])
    assert broken_invariants() == ["ledger: entries in XTS, the marketplace counts in USD"]


def _foreign(debit: Account, credit: Account) -> Entry:
    return Entry(
        key="foreign",
        debit_kind=debit.kind,
        debit_subject=debit.subject,
        credit_kind=credit.kind,
        credit_subject=credit.subject,
        amount_minor=5_00,
        currency="XTS",
        event=uuid.uuid4(),
        at=AT,
    )


def test_a_member_has_one_subject_and_is_found_by_it() -> None:
    assert accounts.member_of_subject(accounts.subject_of_member(SELLER)) == SELLER
    assert accounts.subject_of_member(1) != accounts.subject_of_member(2)
    with pytest.raises(ValueError, match="not the subject of a member"):
        accounts.member_of_subject(MILESTONE)
