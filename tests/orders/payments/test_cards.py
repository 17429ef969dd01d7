"""The card form, saved cards, and that no number is ever kept."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from accounts.models import User
from config.shared import clock
from orders.payments.card_numbers import BadCard, parse_card
from orders.payments.cards import add_card, cards_of, default_card, remove_card
from orders.payments.demo.test_cards import TEST_CARDS
from orders.payments.providers import gateway
from tests.support.payments import SUCCESS, saved_card

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "expiry", "cvc", "field"),
    [
        ("4242 4242 4242 4241", "12/39", "123", "number"),
        ("", "12/39", "123", "number"),
        ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "12/39", "123", "number"),
        ("4242", "12/39", "123", "number"),
        (SUCCESS, "13/39", "123", "expiry"),
        (SUCCESS, "00/39", "123", "expiry"),
        (SUCCESS, "soon", "123", "expiry"),
        (SUCCESS, "01/20", "123", "expiry"),
        (SUCCESS, "12/39", "12", "cvc"),
        (SUCCESS, "12/39", "12a", "cvc"),
    ],
)
def test_refuses_a_bad_field_by_name(number: str, expiry: str, cvc: str, field: str) -> None:
    with pytest.raises(BadCard) as refusal:
        parse_card(number, expiry, cvc)
    assert (refusal.value.field, refusal.value.status_code) == (field, 422)


@pytest.mark.parametrize("expiry", ["12/39", "12 / 39", "12/2039", "1239"])
def test_reads_an_expiry_as_people_write_it(expiry: str) -> None:
    details = parse_card("4242-4242-4242-4242", expiry, "123")
    assert (details.expiry_month, details.expiry_year, details.brand, details.last4) == (
        12,
        2039,
        "Visa",
        "4242",
    )


def test_a_card_is_good_until_its_month_is_over() -> None:
    now = clock.now()
    assert parse_card(SUCCESS, f"{now.month:02}/{now.year}", "123").expiry_month == now.month


@pytest.mark.parametrize("number", [card.number for card in TEST_CARDS])
def test_keeps_every_listed_card_but_never_its_number(buyer: User, number: str) -> None:
    card = saved_card(buyer, number)
    digits = number.replace(" ", "")
    assert card.last4 == digits[-4:]
    for model in apps.get_app_config("orders").get_models():
        for row in model._base_manager.values_list():
            assert digits not in str(row).replace(" ", "")
    assert digits not in repr(parse_card(number, "12/39", "123"))


def test_refuses_a_card_that_may_be_real(buyer: User) -> None:
    details = parse_card("4111 1111 1111 1111", "12/39", "123")
    with pytest.raises(BadCard, match="use one of the test cards") as refusal:
        add_card(user_id=buyer.pk, details=details, at=clock.now())
    assert refusal.value.field == "number"
    assert not cards_of(buyer.pk).exists()


def test_a_member_sees_and_removes_only_own_cards(buyer: User, outsider: User) -> None:
    old, new = saved_card(buyer), saved_card(buyer)
    assert list(cards_of(buyer.pk)) == [new, old]
    assert not remove_card(user_id=outsider.pk, card_id=new.pk, at=clock.now())
    assert remove_card(user_id=buyer.pk, card_id=new.pk, at=clock.now())
    assert default_card(buyer.pk) == old
    assert default_card(outsider.pk) is None


def test_an_unknown_provider_is_a_fault_of_the_settings(settings: Settings) -> None:
    settings.PAYMENT_PROVIDER = "piggybank"
    with pytest.raises(ImproperlyConfigured, match="'piggybank' is unknown; known: demo"):
        gateway()
