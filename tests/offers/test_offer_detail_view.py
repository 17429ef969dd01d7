import uuid
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from config.shared import clock
from offers.models import Offer
from tests.factories.offers import offer_in, sent_offer

pytestmark = pytest.mark.django_db


def click(offer: Offer, **extra: str) -> dict[str, str]:
    return {"command": str(uuid.uuid4()), "version": str(offer.version), **extra}


def test_the_buyer_sees_each_payment_with_its_fee(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(buyer)
    page = client.get(f"/offers/{offer.pk}/").content.decode()
    assert f'href="/offers/{offer.pk}/accept/"' in page
    assert "Accept and pay · $94.95" in page
    for amount in ("$90.00", "$4.95", "$540.00", "$29.70", "$569.70"):
        assert amount in page
    assert "Withdraw" not in page
    assert "You receive" not in page
    assert "8 days to accept it" in page


def test_the_seller_sees_the_take_home_and_own_actions(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(seller)
    page = client.get(f"/offers/{offer.pk}/").content.decode()
    assert "$432.00" in page
    assert f"/offers/{offer.pk}/withdraw/" in page
    assert "/accept/" not in page
    assert "/decline/" not in page


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn", "expired", "superseded"])
def test_a_closed_offer_has_no_buttons(client: Client, buyer: User, seller: User, state: str) -> None:
    offer = offer_in(state, seller, buyer)
    for user in (buyer, seller):
        client.force_login(user)
        page = client.get(f"/offers/{offer.pk}/").content.decode()
        assert offer.get_state_display() in page
        assert "/accept/" not in page
        for act in ("decline/", "withdraw/", "?replaces="):
            assert act not in page
    client.force_login(buyer)
    assert client.get(f"/offers/{offer.pk}/decline/").status_code == 409
    assert client.post(f"/offers/{offer.pk}/decline/", click(offer, reason="No.")).status_code == 409


def test_past_its_expiry_it_reads_as_expired_before_the_clock_came_by(
    client: Client, buyer: User, seller: User
) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(buyer)
    with clock.travelled_to(clock.now() + timedelta(days=8)):
        page = client.get(f"/offers/{offer.pk}/").content.decode()
        assert "Accept and pay" not in page
        assert "Expired" in page
        assert client.post(f"/offers/{offer.pk}/decline/", click(offer, reason="No.")).status_code == 409
    assert Offer.objects.get().state == "sent"


def test_declining_wants_a_reason(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(buyer)
    address = f"/offers/{offer.pk}/decline/"
    assert client.get(address).status_code == 200
    assert client.post(address, click(offer, reason=" ")).status_code == 422
    assert client.post(address, click(offer, reason="Too late.")).status_code == 302
    assert Offer.objects.get().decline_reason == "Too late."
    client.force_login(seller)
    assert "Too late." in client.get(f"/offers/{offer.pk}/").content.decode()


def test_withdrawing(client: Client, buyer: User, seller: User) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(seller)
    address = f"/offers/{offer.pk}/withdraw/"
    assert (
        client.get(address, headers={"HX-Request": "true"})
        .content.decode()
        .lstrip()
        .startswith('<div class="stack">')
    )
    stale = {**click(offer), "version": "1"}
    answer = client.post(address, stale)
    assert answer.status_code == 409
    assert "changed while the page was open" in answer.content.decode()
    assert client.post(address, click(offer)).status_code == 302
    assert Offer.objects.get().state == "withdrawn"


def test_the_wrong_side_is_refused_and_outsiders_learn_nothing(
    client: Client, buyer: User, seller: User, outsider: User
) -> None:
    offer = sent_offer(seller, buyer)
    acts = {"send": seller, "decline": buyer, "withdraw": seller}
    for act, side in acts.items():
        client.force_login(buyer if side == seller else seller)
        assert client.get(f"/offers/{offer.pk}/{act}/").status_code == 403
        assert client.post(f"/offers/{offer.pk}/{act}/", click(offer, reason="No.")).status_code == 403
        client.force_login(outsider)
        assert client.post(f"/offers/{offer.pk}/{act}/", click(offer, reason="No.")).status_code == 404
    assert client.get(f"/offers/{offer.pk}/").status_code == 404
    assert Offer.objects.get().state == "sent"


@pytest.mark.parametrize("body", [{}, {"command": "x"}, {"command": "", "version": "-1"}])
def test_a_bent_form_is_no_fault_of_the_server(
    client: Client, buyer: User, seller: User, body: dict[str, str]
) -> None:
    offer = sent_offer(seller, buyer)
    client.force_login(seller)
    assert client.post(f"/offers/{offer.pk}/withdraw/", body).status_code == 422
    assert client.post(f"/offers/{offer.pk}/send/", body).status_code == 302
    assert Offer.objects.get().state == "sent"
