"""The money arithmetic of product.md 2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.ledger.shares import Goodwill, Settlement, give_back, settle

AMOUNTS = st.integers(1, 10_000_000)


@st.composite
def figures(draw: st.DrawFn) -> dict[str, int]:
    amount = draw(AMOUNTS)
    return {
        "amount_minor": amount,
        "fee_minor": draw(st.integers(0, amount)),
        "released_minor": draw(st.integers(0, amount)),
        "commission_bp": draw(st.integers(0, 10_000)),
    }


@given(figures())
def test_every_share_is_there_and_none_is_negative(case: dict[str, int]) -> None:
    shares = settle(**case)
    assert shares.commission + shares.to_seller + shares.back_to_buyer == case["amount_minor"]
    assert shares.fee_kept + shares.fee_back == case["fee_minor"]
    assert shares.released == case["released_minor"]
    assert shares.refund + shares.released + shares.fee_kept == case["amount_minor"] + case["fee_minor"]
    assert (
        min(shares.commission, shares.to_seller, shares.back_to_buyer, shares.fee_back, shares.fee_kept) >= 0
    )


@given(figures(), AMOUNTS)
def test_more_released_never_gives_the_seller_less_or_the_buyer_more(case: dict[str, int], more: int) -> None:
    less = settle(**case)
    released = min(case["amount_minor"], case["released_minor"] + more)
    bigger = settle(**{**case, "released_minor": released})
    assert bigger.to_seller >= less.to_seller
    assert bigger.commission >= less.commission
    assert bigger.fee_kept >= less.fee_kept
    assert bigger.refund <= less.refund


@given(figures())
def test_all_or_nothing_leaves_nothing_over(case: dict[str, int]) -> None:
    everything = settle(**{**case, "released_minor": case["amount_minor"]})
    assert (everything.refund, everything.fee_kept) == (0, case["fee_minor"])
    nothing = settle(**{**case, "released_minor": 0})
    assert nothing == Settlement(0, 0, case["amount_minor"], case["fee_minor"], 0)


@pytest.mark.parametrize(
    ("released", "expected"),
    [
        (180_00, Settlement(commission=36_00, to_seller=144_00, back_to_buyer=0, fee_back=0, fee_kept=9_90)),
        (0, Settlement(commission=0, to_seller=0, back_to_buyer=180_00, fee_back=9_90, fee_kept=0)),
        (
            60_00,
            Settlement(commission=12_00, to_seller=48_00, back_to_buyer=120_00, fee_back=6_60, fee_kept=3_30),
        ),
        (
            100_01,
            Settlement(commission=20_00, to_seller=80_01, back_to_buyer=79_99, fee_back=4_40, fee_kept=5_50),
        ),
    ],
)
def test_figures_of_a_milestone_of_180(released: int, expected: Settlement) -> None:
    assert (
        settle(amount_minor=180_00, fee_minor=9_90, released_minor=released, commission_bp=2_000) == expected
    )


def test_halves_go_to_the_even_neighbour() -> None:
    half = settle(amount_minor=10, fee_minor=1, released_minor=5, commission_bp=1_000)
    assert (half.commission, half.fee_kept) == (0, 0)
    half = settle(amount_minor=30, fee_minor=3, released_minor=15, commission_bp=1_000)
    assert (half.commission, half.fee_kept) == (2, 2)


@pytest.mark.parametrize(
    ("amount", "fee", "released"), [(0, 0, 0), (100, 5, 101), (100, 5, -1), (100, -1, 50)]
)
def test_refuses_figures_that_no_order_can_have(amount: int, fee: int, released: int) -> None:
    with pytest.raises(ValueError, match="cannot release"):
        settle(amount_minor=amount, fee_minor=fee, released_minor=released, commission_bp=2_000)


def left_of(case: dict[str, int], parts: list[int]) -> tuple[Settlement, list[Goodwill]]:
    """What is left of a settlement when these parts are given back one after the other, and what each is made of."""
    settled, given = settle(**case), []
    rest = {name: case[name] for name in ("amount_minor", "fee_minor", "commission_bp")}
    kept = case["released_minor"]
    for part in (min(part, kept) for part in parts):
        if part:
            given.append(give_back(**rest, kept_minor=kept, part_minor=part))
            kept -= part
    return settled, given


@given(figures(), st.lists(AMOUNTS, max_size=8))
def test_goodwill_in_any_parts_comes_to_the_same_as_having_released_less(
    case: dict[str, int], parts: list[int]
) -> None:
    settled, given = left_of(case, parts)
    back = sum(one.of_seller + one.of_commission for one in given)
    less = settle(**{**case, "released_minor": case["released_minor"] - back})
    assert settled.to_seller - sum(one.of_seller for one in given) == less.to_seller
    assert settled.commission - sum(one.of_commission for one in given) == less.commission
    assert settled.fee_back + sum(one.fee_back for one in given) == less.fee_back
    assert settled.refund + sum(one.refund for one in given) == less.refund
    assert all(min(one.of_seller, one.of_commission, one.fee_back) >= 0 for one in given)
    assert less.refund <= case["amount_minor"] + case["fee_minor"]


@pytest.mark.parametrize(("kept", "part"), [(100, 0), (100, -1), (100, 101), (0, 1), (181_00, 1)])
def test_goodwill_gives_no_more_than_counts_as_earned(kept: int, part: int) -> None:
    with pytest.raises(ValueError, match="cannot"):
        give_back(amount_minor=180_00, fee_minor=9_90, kept_minor=kept, part_minor=part, commission_bp=2_000)
