"""Answering what the seller needs to begin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from orders.models import Answer
from orders.states import OrderStatus
from tests.factories.orders import fresh, order_in
from tests.orders.pages import act_url, content_of, sent, signed_in

pytestmark = pytest.mark.django_db


def test_keeps_text_choice_and_file_and_starts_the_work(buyer: User, seller: User, outsider: User) -> None:
    order = order_in("requirements", buyer, seller)
    logo = SimpleUploadedFile("logo.png", b"not really")
    url = act_url(order, "requirements/")
    answer = sent(signed_in(buyer), url, question_0="A bakery.", question_1="Red", question_2=logo)
    assert answer.status_code == 302
    assert list(Answer.objects.values_list("text", "name")) == [
        ("A bakery.", ""),
        ("Red", ""),
        ("", "logo.png"),
    ]
    assert fresh(order.pk).status == OrderStatus.ACTIVE
    html = signed_in(seller).get(act_url(order)).content.decode()
    assert "A bakery." in html
    file = act_url(order, f"files/{Answer.objects.get(name='logo.png').pk}/")
    got = signed_in(seller).get(file)
    assert content_of(got) == b"not really"
    assert signed_in(outsider).get(file).status_code == 404


def test_a_required_answer_left_empty_is_refused_and_the_rest_is_kept(buyer: User, seller: User) -> None:
    order = order_in("requirements", buyer, seller)
    answer = sent(signed_in(buyer), act_url(order, "requirements/"), question_0=" ", question_1="Blue")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Blue"' in html
    assert "checked" in html
    assert not Answer.objects.exists()
    assert fresh(order.pk).status == OrderStatus.AWAITING_REQUIREMENTS


def test_a_forged_choice_is_refused(buyer: User, seller: User) -> None:
    order = order_in("requirements", buyer, seller)
    answer = sent(
        signed_in(buyer), act_url(order, "requirements/"), question_0="A bakery.", question_1="Green"
    )
    assert answer.status_code == 422
    assert not Answer.objects.exists()
