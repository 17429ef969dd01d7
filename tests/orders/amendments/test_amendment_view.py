"""The page on which changes are proposed: shown before they are sent, with and without JavaScript."""

import pytest

from accounts.models import User
from orders.models import Amendment, Order
from tests.factories.orders import delivered, fresh, order_in, placed_order
from tests.orders import stories
from tests.orders.pages import NEW_CARD, act_url, hidden, opened, signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ROWS = {
    "rows": "2",
    "order": ["0", "1"],
    "rows-0-name": "Outline",
    "rows-0-amount": "60.00",
    "rows-0-days": "4",
    "rows-0-revisions": "2",
    "rows-0-was": "2",
    "rows-1-name": "First draft",
    "rows-1-amount": "60.00",
    "rows-1-days": "4",
    "rows-1-revisions": "2",
    "rows-1-was": "3",
}
SAME = {"days": "0", "amount": "60.00", "revisions": "0", "price": "", "note": ""}


@pytest.fixture
def order(buyer: User, seller: User) -> Order:
    """Three milestones of 60.00, the first one running."""
    return order_in("in_progress", buyer, seller)


def test_says_before_it_is_sent_what_it_would_do(order: Order, buyer: User, seller: User) -> None:
    url = act_url(order, "amendment/")
    typed = {**ROWS, **SAME, "price": "12.50", "revisions": "1", "do": "preview"}
    for user, figures in (
        (buyer, ("$12.50", "$0.69", "$13.19", "Charged")),
        (seller, ("$12.50", "$10.00", "You get more")),
    ):
        client = signed_in(user)
        page = client.post(url, {**opened(client, url), **typed})
        html = page.content.decode()
        assert page.status_code == 200
        for figure in figures:
            assert figure in html
        assert 'value="12.50"' in html
        part = client.post(url, {**opened(client, url), **typed}, headers=HTMX).content.decode()
        assert "<form" not in part
        assert figures[-1] in part
    assert not Amendment.objects.exists()


def test_rows_are_added_moved_and_dropped_by_buttons(order: Order, seller: User) -> None:
    client, url = signed_in(seller), act_url(order, "amendment/")
    for act, names in (
        ("add", ["Outline", "First draft", ""]),
        ("down-0", ["First draft", "Outline"]),
        ("remove-0", ["First draft"]),
    ):
        page = client.post(url, {**opened(client, url), **ROWS, **SAME, "days": "7", "do": act})
        assert page.status_code == 200
        editor = page.context["editor"]
        assert [row["name"].value() or "" for row in editor.rows] == names
        assert editor.form["days"].value() == "7"
    assert not Amendment.objects.exists()


def test_what_cannot_be_agreed_stands_beside_its_field_and_nothing_typed_is_lost(
    order: Order, seller: User
) -> None:
    client, url = signed_in(seller), act_url(order, "amendment/")
    bad = {**ROWS, **SAME, "amount": "0.50", "days": "31", "rows-1-days": "99", "note": "Sorry."}
    page = client.post(url, {**opened(client, url), **bad, "do": "send"})
    html = page.content.decode()
    assert page.status_code == 422
    assert "Choose an amount from $1.00 to $100,000.00." in html
    assert "Choose 0 to 30 more days." in html
    assert "Choose 1 to 30 days." in html
    assert "Sorry." in html
    assert not Amendment.objects.exists()


def test_nothing_to_change_is_said_so(order: Order, seller: User) -> None:
    client, url = signed_in(seller), act_url(order, "amendment/")
    names = [m.name for m in order.milestones.order_by("position")]
    days = [m.days for m in order.milestones.order_by("position")]
    texts = [m.description for m in order.milestones.order_by("position")]
    rows = {**ROWS, "rows-0-name": names[1], "rows-1-name": names[2]}
    rows |= {"rows-0-description": texts[1], "rows-1-description": texts[2]}
    rows |= {"rows-0-days": str(days[1]), "rows-1-days": str(days[2])}
    page = client.post(url, {**opened(client, url), **rows, **SAME, "do": "send"})
    assert page.status_code == 422
    assert "Change something first" in page.content.decode()


def test_a_second_proposal_is_refused_in_words(buyer: User, seller: User) -> None:
    order = order_in("proposed", buyer, seller)
    for user in (buyer, seller):
        page = signed_in(user).get(act_url(order, "amendment/"))
        assert page.status_code == 409
        assert "Changes are proposed already" in page.content.decode()


def test_a_seventh_milestone_and_one_for_a_single_payment_are_refused(buyer: User, seller: User) -> None:
    single = placed_order(buyer, seller, in_full=True)
    page = signed_in(seller).get(act_url(single, "amendment/")).content.decode()
    assert "paid in one piece" in page
    assert "Add a milestone" not in page
    full = stories.order_of(seller, buyer, milestones=6)
    assert "Add a milestone" not in signed_in(seller).get(act_url(full, "amendment/")).content.decode()


def test_one_more_revision_is_offered_where_they_are_used_up(buyer: User, seller: User) -> None:
    order = stories.fresh(stories.order_of(seller, buyer, milestones=2, revisions=1))
    for _ in range(2):
        stories.deliver(order)
        labels = [a.label for a in signed_in(buyer).get(act_url(order)).context["page"].actions]
        if stories.current(order).revisions_left:
            assert "Buy one more revision" not in labels
            stories.revise(order)
    assert "Buy one more revision" in labels
    sold = [a.label for a in signed_in(seller).get(act_url(order)).context["page"].actions]
    assert "Offer one more revision" in sold
    client, url = signed_in(buyer), act_url(order, "amendment/revision/")
    figures = client.post(
        url,
        {**opened(client, url), "revisions": "1", "price": "15", "note": "", "figures": "1"},
        headers=HTMX,
    )
    assert "$15.82" in figures.content.decode()
    assert not Amendment.objects.exists()


def test_the_buyers_yes_names_what_it_charges_and_the_order_says_what_changed(
    buyer: User, seller: User
) -> None:
    order = order_in("proposed_dearer", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "amendment/answer/")
    page = client.get(url).content.decode()
    assert "Accept the changes · $15.82" in page
    assert "Before" in page
    assert "After" in page
    assert client.post(url, {**hidden(page), **NEW_CARD}).status_code == 302
    html = client.get(act_url(order)).content.decode()
    assert "The terms changed." in html
    assert "You paid $15.82, fee included." in html
    assert "<dt>Changed</dt>" in html


def test_a_declined_difference_leads_to_the_page_that_says_why(buyer: User, seller: User) -> None:
    order = order_in("proposed_dearer", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "amendment/answer/")
    answer = client.post(url, {**opened(client, url), **NEW_CARD, "number": stories.DECLINED})
    assert answer["Location"] == act_url(order, "amendment/pay/")
    page = client.get(answer["Location"]).content.decode()
    assert "The card was declined. Nothing was charged." in page
    assert "Pay the difference · $15.82" in page
    assert client.post(answer["Location"], {**hidden(page), **NEW_CARD}).status_code == 302
    assert fresh(order.pk).milestones.get(position=1).amount_minor == 75_00


def test_the_banks_question_about_the_difference_has_a_page(buyer: User, seller: User) -> None:
    order = order_in("proposed_dearer", buyer, seller)
    client, url = signed_in(buyer), act_url(order, "amendment/answer/")
    answer = client.post(url, {**opened(client, url), **NEW_CARD, "number": stories.AUTHENTICATE})
    bank = act_url(order, "amendment/pay/authenticate/")
    assert answer["Location"] == bank
    page = client.get(bank).content.decode()
    assert "$15.82" in page
    assert signed_in(seller).get(bank).status_code == 403
    assert client.post(bank, {**hidden(page), "answer": "yes"})["Location"] == act_url(order)
    assert fresh(order.pk).milestones.get(position=1).amount_minor == 75_00
    assert client.get(bank).status_code == 409


def test_the_page_of_an_order_with_a_proposal_costs_one_statement_more(
    buyer: User, seller: User, django_assert_max_num_queries: object
) -> None:
    order = fresh(delivered(order_in("proposed_dearer", buyer, seller)).pk)
    client = signed_in(buyer)
    client.get(act_url(order))
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert "proposes changes" in client.get(act_url(order)).content.decode()
