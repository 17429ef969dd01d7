"""The table of prices and days: edited column by column, live, stale, without JavaScript."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from gigs.models import Gig, Package
from gigs.operations import set_milestone_payments
from gigs.queries import terms_for_checkout
from tests.factories.gigs import live_gig_with_milestones, made_gig, own_split, priced, with_milestones

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PLAIN: dict[str, str] = {}
OWN = (("100.00", "7"), ("50", "3"), ("$30.00", "2"))


@pytest.fixture
def shop(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


def address(gig: Gig, rest: str = "") -> str:
    return f"/selling/gigs/{gig.slug}/description/{rest}"


def typed(gig: Gig, parts: Any = OWN, **more: Any) -> dict[str, Any]:
    """The tab as it is posted with Basic open."""
    figures: dict[str, Any] = {}
    for pk, (amount, days) in zip(gig.milestones.values_list("pk", flat=True), parts, strict=False):
        figures |= {f"split-amount-{pk}": amount, f"split-days-{pk}": days}
    return {
        "open_split": "basic",
        "split-version": gig.version,
        "version": gig.version,
        "description": "Typed description",
        "content_version": gig.content_version,
        **figures,
        **more,
    }


def column(gig: Gig, tier: str = "basic") -> list[tuple[int, int]]:
    package = terms_for_checkout(gig.pk).package(tier)
    assert package is not None
    return [(step.amount_minor, step.days) for step in package.steps]


def test_a_column_opens_with_what_is_stored(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    for headers in (PLAIN, HTMX):
        html = shop.get(address(gig, "shares/standard/"), headers=headers).content.decode()
        assert html.count('value="120.00"') == 3
        assert html.count('data-part="days"') == 3
        assert "Price adds up" in html
        assert "Save amounts" in html
        assert "Back to even split" in html
        assert 'data-price="36000" data-days="20" data-digits="2" data-sign="$"' in html
        assert "Add a milestone" not in html


def test_saves_own_amounts_and_says_so(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    html = shop.post(address(gig, "shares/basic/"), typed(gig), headers=HTMX).content.decode()
    assert "Basic: the milestones have your amounts and days, live on your gig." in html
    assert html.count("Your amounts") == 1
    assert column(gig) == [(100_00, 7), (50_00, 3), (30_00, 2)]


def test_saves_without_javascript_and_keeps_the_typed_description(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    html = shop.post(address(gig, "shares/basic/"), typed(gig), follow=True).content.decode()
    assert "have your amounts and days" in html
    assert "Typed description" in html
    assert 'name="open_split"' not in html
    assert column(gig)[0] == (100_00, 7)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            (("100", "7"), ("50", "3"), ("20", "2")),
            "The amounts have to add up to $180.00: $10.00 left over.",
        ),
        ((("100", "8"), ("50", "3"), ("30", "2")), "The days have to add up to 12: 1 day too much."),
        ((("179.50", "7"), ("0.50", "3"), ("0", "2")), "At least $1.00."),
        ((("100", "7"), ("50", "5"), ("30", "0")), "At least 1 day."),
        ((("1e2", "7"), ("50", "3"), ("30", "2")), "Write an amount in digits, like 180 or 180.50."),
        ((("100.001", "7"), ("50", "3"), ("30", "2")), "Use at most 2 decimals."),
        ((("100", "7.5"), ("50", "3"), ("30", "2")), "Write a whole number, like 7."),
        ((("100", "٧"), ("50", "3"), ("30", "2")), "Write a whole number, like 7."),
        ((("", ""), ("50", "3"), ("30", "2")), "Write an amount."),
        ((("<b>", "7"), ("50", "3"), ("30", "2")), "&lt;b&gt;"),
    ],
)
def test_a_column_that_does_not_add_up_stays_with_every_figure(
    shop: Client, seller: User, parts: Any, words: str
) -> None:
    gig = live_gig_with_milestones(seller)
    for headers in (PLAIN, HTMX):
        answer = shop.post(address(gig, "shares/basic/"), typed(gig, parts), headers=headers)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert words in html
        for amount, days in parts[1:]:
            assert f'value="{amount}"' in html
            assert f'value="{days}"' in html
    assert column(gig) == [(60_00, 4)] * 3


def test_says_what_is_left_without_javascript(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    parts = (("100", "7"), ("50", "x"), ("20", "2"))
    html = shop.post(address(gig, "shares/basic/"), typed(gig, parts)).content.decode()
    assert "$10.00 left over" in html
    assert "3 days left over" in html


def test_a_stale_column_is_409_with_the_fresh_figures_beside_what_was_typed(
    shop: Client, seller: User
) -> None:
    gig = live_gig_with_milestones(seller)
    posted = typed(gig)
    own_split(gig, [(80_00, 6), (60_00, 4), (40_00, 2)])
    answer = shop.post(address(gig, "shares/basic/"), posted, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Now $80.00, 6 days" in html
    assert 'value="100.00"' in html
    gig.refresh_from_db()
    assert f'name="split-version" value="{gig.version}"' in html
    assert column(gig)[0] == (80_00, 6)
    again = posted | {"split-version": gig.version}
    assert shop.post(address(gig, "shares/basic/"), again, headers=HTMX).status_code == 200
    assert column(gig)[0] == (100_00, 7)


def test_a_milestone_that_came_meanwhile_stands_beside_what_was_typed(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    posted = typed(gig)
    with_milestones(gig, 1)
    html = shop.post(address(gig, "shares/basic/"), posted, headers=HTMX).content.decode()
    assert html.count('data-part="amount"') == 4
    assert 'value="100.00"' in html
    assert "Now $45.00, 3 days" in html


def test_a_package_that_went_meanwhile_is_409_in_words(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    posted = typed(gig)
    gig.packages.get(tier="premium").delete()
    for rest in ("shares/premium/", "shares/premium/even/"):
        answer = shop.post(address(gig, rest), posted | {"open_split": "premium"}, headers=HTMX)
        assert answer.status_code == 409
        assert "This package was removed meanwhile." in answer.content.decode()
    assert shop.get(address(gig, "shares/nonsense/")).status_code == 404


def test_back_to_even_split(shop: Client, seller: User) -> None:
    gig = own_split(live_gig_with_milestones(seller), [(80_00, 6), (60_00, 4), (40_00, 2)])
    html = shop.post(address(gig, "shares/basic/even/"), typed(gig), headers=HTMX).content.decode()
    assert "Basic: the milestones are split evenly, live on your gig." in html
    assert column(gig) == [(60_00, 4)] * 3
    assert not Package.objects.filter(own_split=True).exists()


def test_somebody_elses_table_is_404(shop: Client, outsider: User) -> None:
    gig = live_gig_with_milestones(outsider)
    assert shop.get(address(gig, "shares/basic/")).status_code == 404
    assert shop.post(address(gig, "shares/basic/"), typed(gig)).status_code == 404
    assert shop.post(address(gig, "shares/basic/even/"), typed(gig)).status_code == 404
    assert column(gig) == [(60_00, 4)] * 3


def test_a_gig_that_became_ineligible_is_refused(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    gig = priced(gig, [(100_00, 12, 2)])
    answer = shop.post(address(gig, "shares/basic/"), typed(gig, (("40", "4"), ("40", "4"), ("20", "4"))))
    assert answer.status_code == 409
    assert "more than $100.00" in answer.content.decode()


def test_save_and_continue_refuses_an_unsaved_table(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    answer = shop.post(address(gig), typed(gig))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "These amounts are not saved yet. Save them or cancel." in html
    assert 'value="100.00"' in html
    assert "Typed description" in html
    bad = shop.post(address(gig), typed(gig, (("1", "1"), ("1", "1"), ("1", "1"))))
    assert bad.status_code == 422
    assert "$177.00 left over" in bad.content.decode()
    gig.refresh_from_db()
    assert gig.description != "Typed description"


def test_save_and_continue_passes_with_an_open_table_that_nobody_touched(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    answer = shop.post(address(gig), typed(gig, [("60.00", "4")] * 3))
    assert answer.status_code == 302
    assert answer["Location"].endswith("/requirements/")


def test_enter_in_the_open_table_saves_it(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    assert shop.post(address(gig), typed(gig, enter="1")).status_code == 302
    assert column(gig)[0] == (100_00, 7)


def test_a_card_that_returns_a_package_to_even_says_so(shop: Client, seller: User) -> None:
    gig = own_split(live_gig_with_milestones(seller), [(80_00, 6), (60_00, 4), (40_00, 2)])
    packages = list(gig.packages.values_list("pk", flat=True))
    card = {
        "open_milestone": "new",
        "milestone-name": "Fourth",
        "milestone-version": gig.version,
        "milestone-packages": packages,
    }
    html = shop.post(address(gig, "milestones/new/"), card, headers=HTMX).content.decode()
    words = "Basic: price and days are split evenly over the milestones again."
    assert words in html
    gig.refresh_from_db()
    gig = own_split(gig, [(45_00, 2), (45_00, 3), (50_00, 3), (40_00, 4)])
    first = gig.milestones.get(position=1)
    removed = shop.post(address(gig, f"milestones/{first.pk}/remove/?version=1"), headers=HTMX)
    assert words in removed.content.decode()


def test_a_new_price_says_which_packages_are_even_again(shop: Client, seller: User) -> None:
    gig = live_gig_with_milestones(seller)
    gig = own_split(gig, [(80_00, 6), (60_00, 4), (40_00, 2)])
    gig = own_split(gig, [(300_00, 12), (30_00, 4), (30_00, 4)], tier="standard")
    tab = f"/selling/gigs/{gig.slug}/pricing/"
    fields: dict[str, Any] = {"version": gig.version}
    for package in gig.packages.all():
        fields |= {
            f"{package.tier}-offered": "on",
            f"{package.tier}-name": package.name,
            f"{package.tier}-description": package.description,
            f"{package.tier}-price": f"{package.price_minor // 100 + 1}",
            f"{package.tier}-days": package.days,
            f"{package.tier}-revisions": "1",
        }
    html = shop.post(tab, fields, follow=True).content.decode()
    assert "Basic and Standard: price and days are split evenly over the milestones again." in html
    assert sum(amount for amount, _ in column(gig)) == 181_00


def test_a_package_with_one_milestone_or_too_small_has_nothing_to_edit(shop: Client, seller: User) -> None:
    small = with_milestones(made_gig(seller=seller, packages=[(180_00, 2, 1), (360_00, 9, 1)]), 3)
    html = shop.get(address(small)).content.decode()
    assert "amounts and days of Basic" not in html
    assert "amounts and days of Standard" in html
    assert html.count("too small") == 3
    one = live_gig_with_milestones(seller, milestones=1)
    assert "amounts and days of" not in shop.get(address(one)).content.decode()
    set_milestone_payments(gig_id=one.pk, owner_id=seller.pk, on=False)
    assert 'name="open_split"' not in shop.get(address(one, "shares/basic/")).content.decode()
