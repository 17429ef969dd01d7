"""Saved cards: which is offered first, one more, one less, and never a subscription without one."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from config.shared import clock
from config.shared.commands import Click
from orders.models import DemoPayment, SavedCard
from orders.operations.cards import CardInUse, forget_card, keep_card
from orders.operations.sweeping import run_due
from orders.operations.unsubscribing import NoSuchCard
from orders.payments.card_numbers import parse_card
from orders.payments.cards import add_card, cards_of, default_card, prefer_card
from tests.factories.gigs import live_gig_with_milestones
from tests.orders import stories
from tests.orders.goodwill import give, settled
from tests.orders.monthly import cancelled, read, subscribed
from tests.orders.pages import hidden, signed_in

pytestmark = pytest.mark.django_db
MASTERCARD = "5555 5555 5555 4444"
TYPED = {"card": "new", "number": "4242 4242 4242 4242", "expiry": "09/39", "cvc": "123"}
PAGE = "/accounts/cards/"


@pytest.fixture
def browser(buyer: User) -> Client:
    return signed_in(buyer)


def press(user: User) -> Click:
    return Click(user.pk, uuid4(), None, clock.now())


def url(card: SavedCard, what: str) -> str:
    return f"{PAGE}{card.pk}/{what}/"


def removed(browser: Client, old: SavedCard, **typed: Any) -> Any:
    """Open the page, and press its button."""
    page = browser.get(url(old, "remove"))
    assert page.status_code == 200
    return browser.post(url(old, "remove"), {**hidden(page.content.decode()), **typed})


def is_kept(card: SavedCard) -> bool:
    return cards_of(card.user_id).filter(pk=card.pk).exists()


def test_the_chosen_card_is_ticked_at_the_checkout_and_a_newer_one_does_not_replace_it(
    browser: Client, buyer: User, seller: User
) -> None:
    old, newer = stories.card_of(buyer), stories.card_of(buyer)
    gig = live_gig_with_milestones(seller, 2)
    checkout = f"/gigs/{gig.slug}/order/?package=basic"
    assert _ticked(browser, checkout) == str(newer.pk)
    assert browser.post(url(old, "first")).status_code == 302
    stories.card_of(buyer)
    assert default_card(buyer.pk) == old
    assert _ticked(browser, checkout) == str(old.pk)
    browser.post(url(newer, "first"))
    assert [card.pk for card in cards_of(buyer.pk)][:2] == [newer.pk, old.pk]


def _ticked(browser: Client, address: str) -> str:
    html = browser.get(address).content.decode()
    found = [
        part.split('"')[0]
        for part in html.split('name="card" value="')[1:]
        if "checked" in part.split(">")[0]
    ]
    assert len(found) == 1
    return found[0]


def test_the_page_says_what_each_card_is_used_for(browser: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    spare = stories.card_of(buyer)
    SavedCard.objects.filter(pk=spare.pk).update(expiry_year=2020)
    html = browser.get(PAGE).content.decode()
    assert html.count("Visa •••• 4242") == 2
    assert f"/subscriptions/{begun.pk}/" in html
    assert "Expired</strong> 09/2020" in html
    assert html.count("Offered first</span>") == 1
    assert html.count(">Offer first</button>") == 1


def test_nobody_sees_or_touches_the_cards_of_others(buyer: User, outsider: User) -> None:
    card = stories.card_of(buyer)
    other = signed_in(outsider)
    assert "4242" not in other.get(PAGE).content.decode()
    assert other.get(url(card, "remove")).status_code == 404
    for what in ("remove", "first"):
        assert other.post(url(card, what), {"command": str(uuid4())}).status_code == 404
    assert is_kept(card)
    assert not prefer_card(user_id=outsider.pk, card_id=card.pk, at=clock.now())
    with pytest.raises(NoSuchCard):
        forget_card(card_id=card.pk, instead_id=None, click=press(outsider))


def test_a_card_that_nothing_needs_is_removed(browser: Client, buyer: User) -> None:
    card = stories.card_of(buyer)
    answer = removed(browser, card)
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert not is_kept(card)
    assert "No card is kept" in browser.get(PAGE).content.decode()


def test_a_second_press_finds_it_gone(browser: Client, buyer: User) -> None:
    card, click = stories.card_of(buyer), press(buyer)
    for _ in range(2):
        forget_card(card_id=card.pk, instead_id=None, click=click)
    with pytest.raises(NoSuchCard):
        forget_card(card_id=card.pk, instead_id=None, click=press(buyer))
    assert browser.get(url(card, "remove")).status_code == 404


def test_a_subscription_is_never_left_without_a_card(browser: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    with pytest.raises(CardInUse):
        forget_card(card_id=begun.card_id, instead_id=None, click=press(buyer))
    with pytest.raises(NoSuchCard):
        forget_card(card_id=begun.card_id, instead_id=begun.card_id, click=press(buyer))
    with pytest.raises(NoSuchCard):
        forget_card(card_id=begun.card_id, instead_id=stories.card_of(seller).pk, click=press(buyer))
    page = browser.get(url(begun.card, "remove")).content.decode()
    assert "so they need another card" in page
    assert begun.title in page
    answer = removed(browser, begun.card, card="new", number="", expiry="", cvc="")
    assert answer.status_code == 422
    assert "so they need another card" in answer.content.decode()
    assert (read(begun).card_id, is_kept(begun.card)) == (begun.card_id, True)


def test_it_goes_on_with_the_card_that_was_chosen(browser: Client, buyer: User, seller: User) -> None:
    begun, spare = subscribed(seller, buyer), stories.card_of(buyer, MASTERCARD)
    charges = DemoPayment.objects.count()
    assert removed(browser, begun.card, card=str(spare.pk)).status_code == 302
    assert not is_kept(begun.card)
    assert (read(begun).card_id, read(begun).version) == (spare.pk, begun.version + 1)
    assert DemoPayment.objects.count() == charges
    assert begun.next_at is not None
    with clock.travelled_to(begun.next_at):
        run_due()
    assert read(begun).made == 2
    assert DemoPayment.objects.filter(status="succeeded").count() == charges + 1


def test_or_with_another_card_that_is_typed(browser: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    assert removed(browser, begun.card, **TYPED).status_code == 302
    kept = cards_of(buyer.pk).get()
    assert read(begun).card_id == kept.pk != begun.card_id


def test_a_bad_number_keeps_everything_as_it_was(browser: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    answer = removed(browser, begun.card, **{**TYPED, "number": "4242 4242 4242 4241"})
    assert answer.status_code == 422
    assert cards_of(buyer.pk).get() == begun.card


def test_a_subscription_that_is_over_needs_no_card(browser: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    cancelled(buyer, begun)
    assert removed(browser, begun.card).status_code == 302
    assert not is_kept(begun.card)


def test_a_card_is_added_once_and_nothing_is_charged(browser: Client, buyer: User) -> None:
    page = hidden(browser.get(f"{PAGE}new/").content.decode())
    for _ in range(2):
        assert browser.post(f"{PAGE}new/", {**page, **TYPED}).status_code == 302
    assert cards_of(buyer.pk).count() == 1
    assert not DemoPayment.objects.exists()


def test_two_presses_at_the_same_moment_keep_one(buyer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    click, details = press(buyer), parse_card("4242 4242 4242 4242", "09/39", "123")
    keep_card(details=details, click=click)
    monkeypatch.setattr("orders.operations.cards.was_carried_out", lambda *_: False)
    keep_card(details=details, click=click)
    assert cards_of(buyer.pk).count() == 1


@pytest.mark.parametrize(
    "wrong", [{"number": "4242"}, {"number": ""}, {"expiry": "13/39"}, {"expiry": "01/20"}, {"cvc": "x"}]
)
def test_bad_input_is_said_beside_its_field(wrong: dict[str, str], browser: Client, buyer: User) -> None:
    page = hidden(browser.get(f"{PAGE}new/").content.decode())
    answer = browser.post(f"{PAGE}new/", {**page, **TYPED, **wrong})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert not cards_of(buyer.pk).exists()


def test_a_removed_card_still_gets_its_refund(buyer: User, seller: User, staff: User) -> None:
    milestone = settled(buyer, seller)
    for card in cards_of(buyer.pk):
        forget_card(card_id=card.pk, instead_id=None, click=press(buyer))
    refund = give(milestone, staff, 60_00)
    run_due()
    assert DemoPayment.objects.get().refunded_minor == refund.total_minor


def test_settings_lead_there(browser: Client, buyer: User) -> None:
    add_card(user_id=buyer.pk, details=parse_card(MASTERCARD, "09/39", "123"), at=clock.now())
    assert f'href="{PAGE}"' in browser.get("/accounts/profile/").content.decode()
