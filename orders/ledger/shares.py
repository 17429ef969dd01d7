"""Who gets what of a settled amount: pure integer arithmetic (product.md 2, "Money arithmetic")."""

from dataclasses import dataclass

from config.shared.money import fee_of, half_even


@dataclass(frozen=True, slots=True)
class Settlement:
    """The five shares of an amount and its fee, in minor units. Nothing is lost and nothing is made:

    ``commission + to_seller + back_to_buyer`` is the amount, ``fee_kept + fee_back`` the fee.
    """

    commission: int
    to_seller: int
    back_to_buyer: int
    fee_back: int
    fee_kept: int

    @property
    def released(self) -> int:
        """The part of the amount that was earned, commission included."""
        return self.commission + self.to_seller

    @property
    def refund(self) -> int:
        """What goes back to the buyer's card: the unearned amount and its share of the fee."""
        return self.back_to_buyer + self.fee_back


def settle(*, amount_minor: int, fee_minor: int, released_minor: int, commission_bp: int) -> Settlement:
    """Share out an amount A and its fee when R of it is released.

    The commission is half-even(rate times R), the seller gets R less the commission, the buyer gets back A less R,
    and of the fee all but half-even(fee times R over A). Raises ValueError for figures that no order can have.
    """
    if not (0 <= released_minor <= amount_minor and amount_minor > 0 <= fee_minor):
        message = f"cannot release {released_minor} of {amount_minor} with a fee of {fee_minor}"
        raise ValueError(message)
    commission = fee_of(released_minor, commission_bp)
    fee_kept = half_even(fee_minor * released_minor, amount_minor)
    return Settlement(
        commission=commission,
        to_seller=released_minor - commission,
        back_to_buyer=amount_minor - released_minor,
        fee_back=fee_minor - fee_kept,
        fee_kept=fee_kept,
    )


@dataclass(frozen=True, slots=True)
class Goodwill:
    """What a part that is given back after the settlement is made of, in minor units.

    ``of_seller + of_commission`` is that part of the price; ``fee_back`` is the service fee on top.
    """

    of_seller: int
    of_commission: int
    fee_back: int

    @property
    def refund(self) -> int:
        """What goes back to the buyer's card."""
        return self.of_seller + self.of_commission + self.fee_back


def give_back(
    *, amount_minor: int, fee_minor: int, kept_minor: int, part_minor: int, commission_bp: int
) -> Goodwill:
    """Share out a part P of a settled amount A of which K still counts as earned: as if K - P had been released.

    The difference of the two settlements, so that parts given one after the other add up to the same as all of them
    at once, to the last minor unit. Raises ValueError for figures that no milestone can have.
    """
    if not 0 < part_minor <= kept_minor:
        message = f"cannot give back {part_minor} of {kept_minor}"
        raise ValueError(message)
    before, after = (
        settle(
            amount_minor=amount_minor, fee_minor=fee_minor, released_minor=kept, commission_bp=commission_bp
        )
        for kept in (kept_minor, kept_minor - part_minor)
    )
    return Goodwill(
        of_seller=before.to_seller - after.to_seller,
        of_commission=before.commission - after.commission,
        fee_back=before.fee_kept - after.fee_kept,
    )
