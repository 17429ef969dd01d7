"""Splitting a package over its milestones."""

from hypothesis import given
from hypothesis import strategies as st

from gigs.splitting import even

prices = st.integers(min_value=1_00, max_value=100_000_00)
days = st.integers(min_value=1, max_value=100)
parts = st.integers(min_value=1, max_value=5)


@given(prices, days, parts)
def test_adds_up_exactly_and_keeps_each_part_above_its_minimum(price: int, length: int, count: int) -> None:
    split = even(price, length, count)
    if not split.ok:
        assert split.amounts == split.days == ()
        return
    assert sum(split.amounts) == price
    assert sum(split.days) == length
    assert len(split.amounts) == len(split.days) == count
    assert min(split.amounts) >= 1_00
    assert min(split.days) >= 1


@given(prices, days, parts)
def test_is_refused_only_when_a_part_would_be_too_small(price: int, length: int, count: int) -> None:
    assert even(price, length, count).ok == (price >= count * 1_00 and length >= count)


@given(prices, days, parts)
def test_gives_equal_parts_and_the_remainder_to_the_last(price: int, length: int, count: int) -> None:
    split = even(price, length, count)
    if split.ok:
        assert len(set(split.amounts[:-1])) <= 1
        assert 0 <= split.amounts[-1] - split.amounts[0] < count


def test_splits_100_01_over_3_as_the_rule_says() -> None:
    assert even(100_01, 10, 3).amounts == (33_33, 33_33, 33_35)
    assert even(100_01, 10, 3).days == (3, 3, 4)


def test_says_why_a_package_is_too_small() -> None:
    assert even(4_99, 10, 5).reason == "$4.99 is too little for 5 milestones of at least $1.00 each."
    assert even(500_00, 1, 2).reason == "1 day cannot be shared by 2 milestones of at least a day each."
