"""The pages of a subscription (product.md 5.2, 10)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.shared import clock
from orders.models import Intent, Order, SavedCard, Subscription
from tests.factories.offers import sent_subscription
from tests.orders.monthly import cancelled, month, press, read, subscribed, swept
from tests.orders.stories import FIRST_ONLY, card_of

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 10, 31, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_the_end_of_october() -> Iterator[None]:
    with clock.travelled_to(AT):
        yield


def text_of(page: object) -> str:
    html = page.content.decode()  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def posted(subscription: Subscription) -> dict[str, str]:
    return {"command": str(uuid4()), "version": str(read(subscription).version)}


def agreeing(card: SavedCard, **changes: str) -> dict[str, str]:
    return {
        "command": str(uuid4()),
        "version": "1",
        "card": str(card.pk),
        "day": "31",
        "agree": "on",
        **changes,
    }


def test_the_accept_page_names_every_charge_and_asks_for_consent(
    client: Client, buyer: User, seller: User
) -> None:
    offer = sent_subscription(seller, buyer, months=4)
    client.force_login(buyer)
    page = client.get(f"/offers/{offer.pk}/accept/")
    text = text_of(page)
    for words in ("Month 1", "When you accept", "Month 2", "Mon 30 Nov", "Thu 31 Dec", "Sun 31 Jan 2027"):
        assert words in text
    assert text.count("$105.50") >= 5
    assert "$422.00" in text
    assert (
        "I agree that Milepost charges my card $105.50, service fee included, now and then every month on the day of"
        " the first payment, today the 31st in UTC" in text
    )
    assert "4 times in all" in text
    assert "“Cancel subscription”" in text
    assert 'name="keep"' not in page.content.decode()


def test_without_the_tick_nothing_happens_and_what_was_typed_stays(
    client: Client, buyer: User, seller: User
) -> None:
    offer = sent_subscription(seller, buyer)
    client.force_login(buyer)
    data = agreeing(card_of(buyer))
    del data["agree"]
    page = client.post(f"/offers/{offer.pk}/accept/", data)
    assert page.status_code == 422
    assert "Tick this to subscribe." in text_of(page)
    assert not Subscription.objects.exists()
    assert not Intent.objects.exists()


def test_a_page_from_yesterday_is_shown_again_with_todays_dates(
    client: Client, buyer: User, seller: User
) -> None:
    offer = sent_subscription(seller, buyer)
    client.force_login(buyer)
    card = card_of(buyer)
    page = client.post(f"/offers/{offer.pk}/accept/", agreeing(card, day="30"))
    assert page.status_code == 409
    assert "The day changed while the page was open" in text_of(page)
    assert f'value="{card.pk}" checked' in page.content.decode()
    assert not Order.objects.exists()


def test_accepting_leads_to_the_order_and_that_to_the_subscription(
    client: Client, buyer: User, seller: User
) -> None:
    offer = sent_subscription(seller, buyer)
    client.force_login(buyer)
    answer = client.post(f"/offers/{offer.pk}/accept/", agreeing(card_of(buyer)))
    begun = Subscription.objects.get()
    assert answer["Location"] == f"/orders/{month(begun, 1).number}/"
    assert f"/subscriptions/{begun.pk}/" in client.get(answer["Location"]).content.decode()


def test_a_new_card_is_kept_for_the_months_to_come(client: Client, buyer: User, seller: User) -> None:
    offer = sent_subscription(seller, buyer)
    client.force_login(buyer)
    new = {"card": "new", "number": "4242 4242 4242 4242", "expiry": "09/39", "cvc": "123"}
    data = {"command": str(uuid4()), "version": "1", "day": "31", "agree": "on", **new}
    client.post(f"/offers/{offer.pk}/accept/", data)
    begun = Subscription.objects.get()
    assert begun.card.removed_at is None
    swept(read(begun).next_at)  # type: ignore[arg-type]
    assert month(begun, 2).status == "active"


def test_the_page_says_how_it_stands_to_each_side(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, months=4)
    client.force_login(buyer)
    text = text_of(client.get(f"/subscriptions/{begun.pk}/"))
    assert "Month 1 of 4 runs. Your card is charged $105.50 for month 2 on Mon 30 Nov." in text
    for words in (
        "Cancel subscription",
        "Change card",
        "Paid so far $105.50",
        "Held for you $100.00",
        "To come, if you do not cancel $316.50",
        "Visa •••• 4242",
        f"Order {month(begun, 1).number}",
    ):
        assert words in text
    client.force_login(seller)
    text = text_of(client.get(f"/subscriptions/{begun.pk}/"))
    assert f"{buyer.label} is charged $105.50 for month 2" in text
    assert "To come, after commission $240.00" in text
    assert "Cancel subscription" in text
    assert "Change card" not in text
    assert "4242" not in text


def test_outsiders_learn_nothing(
    client: Client, buyer: User, seller: User, outsider: User, staff: User
) -> None:
    begun = subscribed(seller, buyer)
    for user in (outsider, staff):
        client.force_login(user)
        for page in ("", "cancel/", "card/"):
            assert client.get(f"/subscriptions/{begun.pk}/{page}").status_code == 404
    client.force_login(seller)
    assert client.get(f"/subscriptions/{begun.pk}/card/").status_code == 403


def test_polling_hears_204_until_something_changes(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    client.force_login(buyer)
    address = f"/subscriptions/{begun.pk}/"
    shown = re.search(rf"{address}\?shown=([0-9-]+)", client.get(address).content.decode())
    assert shown
    poll = f"{address}?shown={shown[1]}"
    assert client.get(poll, headers={"HX-Request": "true"}).status_code == 204
    cancelled(seller, begun)
    news = client.get(poll, headers={"HX-Request": "true"})
    assert news.status_code == 200
    assert f"{seller.label} cancelled it. Nothing more is charged" in text_of(news)


def test_cancelling_shows_what_it_does_and_does_it_once(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, months=4)
    client.force_login(buyer)
    text = text_of(client.get(f"/subscriptions/{begun.pk}/cancel/"))
    assert "Never charged: 3 months $316.50" in text
    assert "Months that are paid go on to their end" in text
    data = posted(begun)
    for _ in range(2):
        answer = client.post(f"/subscriptions/{begun.pk}/cancel/", data)
        assert answer["Location"] == f"/subscriptions/{begun.pk}/"
    assert read(begun).status == "cancelled"
    text = text_of(client.get(answer["Location"]))
    assert "You cancelled it. Nothing more is charged; months that run go on." in text
    assert text.count("Never charged") >= 3
    gone = client.get(f"/subscriptions/{begun.pk}/cancel/")
    assert gone.status_code == 409
    assert client.post(f"/subscriptions/{begun.pk}/cancel/", posted(begun)).status_code == 409


def test_a_stale_page_is_answered_with_the_fresh_one(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, months=4)
    client.force_login(buyer)
    data = posted(begun)
    swept(read(begun).next_at)  # type: ignore[arg-type]
    page = client.post(f"/subscriptions/{begun.pk}/cancel/", data)
    assert page.status_code == 409
    assert "Never charged: 2 months" in text_of(page)
    assert read(begun).status == "active"


def test_bad_hidden_values_are_refused(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    client.force_login(buyer)
    assert client.post(f"/subscriptions/{begun.pk}/cancel/", {"command": "x"}).status_code == 422
    assert read(begun).status == "active"


def test_the_card_is_changed_on_a_page_of_its_own(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    client.force_login(buyer)
    page = text_of(client.get(f"/subscriptions/{begun.pk}/card/"))
    assert "Nothing is charged now." in page
    new = {"card": "new", "number": "5555 5555 5555 4444", "expiry": "09/39", "cvc": "123"}
    data = {**posted(begun), **new}
    for _ in range(2):
        answer = client.post(f"/subscriptions/{begun.pk}/card/", data)
        assert answer["Location"] == f"/subscriptions/{begun.pk}/"
    assert read(begun).card.last4 == "4444"
    assert SavedCard.objects.filter(user=buyer).count() == 2
    assert Intent.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"card": "new", "number": "1234", "expiry": "09/39", "cvc": "123"}, "This is no card number."),
        ({"card": str(uuid4())}, "Select a valid choice"),
    ],
)
def test_a_bad_card_is_said_beside_its_field(
    client: Client, buyer: User, seller: User, changes: dict[str, str], words: str
) -> None:
    begun = subscribed(seller, buyer)
    client.force_login(buyer)
    page = client.post(f"/subscriptions/{begun.pk}/card/", {**posted(begun), **changes})
    assert page.status_code == 422
    assert words in text_of(page)
    assert read(begun).card_id == begun.card_id


def test_a_failed_month_leads_to_its_pay_page(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, number=FIRST_ONLY, days=30)
    swept(read(begun).next_at)  # type: ignore[arg-type]
    order = month(begun, 2)
    client.force_login(buyer)
    with clock.travelled_to(order.placed_at + timedelta(hours=1)):
        page = client.get(f"/subscriptions/{begun.pk}/")
        assert "Your turn: pay month 2" in text_of(page)
        assert f"/orders/{order.number}/pay/" in page.content.decode()
        pay = client.get(f"/orders/{order.number}/pay/")
        assert "The next months are charged to this card too." in text_of(pay)
        assert 'name="keep"' not in pay.content.decode()
        client.force_login(seller)
        assert "Do not start on it yet" in text_of(client.get(f"/subscriptions/{begun.pk}/"))


def test_both_dashboards_list_it(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer, months=4)
    for user, page in ((buyer, "/buying/"), (seller, "/selling/")):
        client.force_login(user)
        found = client.get(page)
        assert f"/subscriptions/{begun.pk}/" in found.content.decode()
        assert "Subscriptions" in text_of(found)


@pytest.mark.parametrize(("months", "made"), [(3, 1), (12, 6)])
def test_reads_in_a_bounded_number_of_statements(
    client: Client,
    buyer: User,
    seller: User,
    months: int,
    made: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    begun = subscribed(seller, buyer, months=months, days=30)
    for _ in range(made - 1):
        swept(read(begun).next_at)  # type: ignore[arg-type]
    client.force_login(buyer)
    with django_assert_max_num_queries(12):
        client.get(f"/subscriptions/{begun.pk}/")
    with django_assert_max_num_queries(12):
        client.get(f"/orders/{month(begun, 1).number}/")


def test_works_in_a_dialog_too(client: Client, buyer: User, seller: User) -> None:
    begun = subscribed(seller, buyer)
    client.force_login(buyer)
    dialog = client.get(f"/subscriptions/{begun.pk}/cancel/", headers={"HX-Request": "true"})
    assert "<html" not in dialog.content.decode()
    done = client.post(f"/subscriptions/{begun.pk}/cancel/", posted(begun), headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == f"/subscriptions/{begun.pk}/"
    assert press(buyer, begun).actor_id == buyer.pk
