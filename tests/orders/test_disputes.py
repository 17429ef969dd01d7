"""Disputes: both sides state their case with files, every clock stands still, and runs on for what was left."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notification, User
from config.shared import clock
from config.shared.errors import Invalid, Stale
from orders.audit.whole import everything
from orders.models import CancellationRequest, Dispute, Event, Order, Settlement, Statement, StatementFile
from orders.operations.cancelling import request_cancellation
from orders.operations.closing import close_due
from orders.operations.disputing import decide_dispute, open_dispute, withdraw_dispute
from orders.operations.stating import STATEMENTS_MAX, EnoughSaid, add_statement
from orders.operations.sweeping import run_due
from orders.queries.disputes import shown_case
from orders.states import Act, MilestoneStatus
from orders.transitions import NotInThisState
from tests.factories.orders import accepted, delivered, fresh, order_in, press
from tests.orders import stories
from tests.orders.pages import act_url, content_of, sent, signed_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SLACK = timedelta(seconds=3)
"""How far the test's own steps may be apart."""


def file(name: str = "shot.png", content: bytes = b"a picture") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def disputed(order: Order, by: User, words: str = "It is empty.") -> Dispute:
    order = fresh(order.pk)
    open_dispute(order_id=order.pk, statement=words, click=press(by, order))
    return Dispute.objects.get(order=order, closed_at__isnull=True)


def decided(order: Order, staff: User) -> Order:
    decide_dispute(
        order_id=order.pk, act=Act.DECIDE_CONTINUE, text="Go on.", staff_id=staff.pk, at=clock.now()
    )
    return fresh(order.pk)


def test_the_first_statement_opens_it_and_carries_files(buyer: User, seller: User) -> None:
    order = order_in("delivered", buyer, seller)
    answer = sent(signed_in(buyer), act_url(order, "dispute/"), statement="It is empty.", files=[file()])
    assert answer.status_code == 302
    said = Statement.objects.get(dispute__order=order)
    assert (said.role, said.text) == ("buyer", "It is empty.")
    kept = StatementFile.objects.get(statement=said)
    assert (kept.name, kept.size) == ("shot.png", 9)
    for party in (buyer, seller):
        page = signed_in(party).get(act_url(order, "dispute/")).content.decode()
        assert "It is empty." in page
        download = signed_in(party).get(act_url(order, f"files/{kept.pk}/"))
        assert content_of(download) == b"a picture"
        assert download["Content-Disposition"].startswith("attachment")


def test_both_sides_say_more_and_the_other_is_told(buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    for party, other in ((seller, buyer), (buyer, seller)):
        answer = sent(
            signed_in(party),
            act_url(order, "dispute/statement/"),
            text=f"Says {party.label}.",
            files=[file()],
        )
        assert answer.status_code == 302
        run_due()
        news = Notification.objects.filter(user=other).latest("pk")
        assert f"{party.label} made a statement in the dispute" in news.text
        assert "and sent 1 file" in news.text
        assert news.url == act_url(order, "dispute/")
        assert f"Says {party.label}." in signed_in(other).get(act_url(order, "dispute/")).content.decode()
    assert [one.role for one in Statement.objects.filter(dispute__order=order)] == [
        "buyer",
        "seller",
        "buyer",
    ]
    assert fresh(order.pk).version == order.version


def test_outsiders_and_staff_learn_nothing_outside_the_admin(
    buyer: User, seller: User, outsider: User, staff: User
) -> None:
    order = order_in("disputed", buyer, seller)
    add_statement(order_id=order.pk, text="See.", click=press(seller, order), uploads=[file()])
    kept, dispute = StatementFile.objects.get(), Dispute.objects.get()
    for nobody in (outsider, staff):
        for path in ("dispute/", f"files/{kept.pk}/", f"disputes/{dispute.pk}/"):
            assert signed_in(nobody).get(act_url(order, path)).status_code == 404
    other = order_in("disputed", buyer, seller)
    assert signed_in(buyer).get(act_url(other, f"files/{kept.pk}/")).status_code == 404
    assert signed_in(buyer).get(act_url(other, f"disputes/{dispute.pk}/")).status_code == 404


def test_a_refused_statement_keeps_no_file(buyer: User, seller: User, media: list[str]) -> None:
    order = order_in("delivered", buyer, seller)
    with pytest.raises(NotInThisState):
        add_statement(order_id=order.pk, text="Too early.", click=press(buyer, order), uploads=[file()])
    assert not StatementFile.objects.exists()
    assert media == []
    with pytest.raises(Invalid):
        add_statement(order_id=order.pk, text="  ", click=press(buyer, order))
    with pytest.raises(Invalid):
        add_statement(
            order_id=order.pk, text="Empty.", click=press(buyer, order), uploads=[file(content=b"")]
        )


@pytest.fixture
def media(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is in the folder of disputes beyond what was there before."""
    kept: list[str] = []
    save, delete = default_storage.save, default_storage.delete

    def saved(name: str, content: Any) -> str:
        path = save(name, content)
        kept.append(path)
        return str(path)

    def deleted(name: str) -> None:
        delete(name)
        kept.remove(name)

    monkeypatch.setattr(default_storage, "save", saved)
    monkeypatch.setattr(default_storage, "delete", deleted)
    return kept


def test_a_side_can_say_so_much_and_no_more(buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    dispute = Dispute.objects.get(order=order)
    Statement.objects.bulk_create(
        Statement(dispute=dispute, role="seller", text="More.", at=clock.now()) for _ in range(STATEMENTS_MAX)
    )
    with pytest.raises(EnoughSaid):
        add_statement(order_id=order.pk, text="And more.", click=press(seller, order))
    add_statement(order_id=order.pk, text="I may.", click=press(buyer, order))


@pytest.mark.parametrize(("before", "left"), [(8 * DAY, 8 * DAY), (3 * DAY, 3 * DAY), (DAY / 4, DAY)])
def test_a_delivery_is_answered_in_what_was_left_at_least_a_day(
    before: timedelta, left: timedelta, buyer: User, seller: User, staff: User
) -> None:
    order = order_in("delivered", buyer, seller)
    assert order.due_at is not None
    with clock.travelled_to(order.due_at - before):
        disputed(order, buyer)
        shown = signed_in(seller).get(act_url(order)).content.decode()
        assert "Clocks that stand still" in shown
        assert "To answer the delivery" in shown
        assert fresh(order.pk).due_at is None
    with clock.travelled_to(order.due_at + 30 * DAY):
        run_due()
        assert fresh(order.pk).status == "disputed"
        now = clock.now()
        order = decided(order, staff)
    milestone = stories.current(order)
    assert milestone.status == MilestoneStatus.DELIVERED
    assert milestone.deadline_at == order.due_at
    assert abs((order.due_at or now) - (now + left)) < SLACK
    assert order.due_at is not None
    assert close_due(at=order.due_at - timedelta(seconds=1)) == 0
    with clock.travelled_to(order.due_at):
        run_due()
        assert fresh(order.pk).reason == "unanswered"
    assert everything() == []


@pytest.mark.parametrize("state", ["in_progress", "in_revision"])
@pytest.mark.parametrize(("before", "left"), [(3 * DAY, 3 * DAY), (DAY / 4, DAY), (-2 * DAY, DAY)])
def test_work_goes_on_for_what_was_left_at_least_a_day(
    state: str, before: timedelta, left: timedelta, buyer: User, seller: User
) -> None:
    order = order_in(state, buyer, seller)
    due_at, abandoned = stories.current(order).due_at, order.due_at
    assert due_at is not None
    assert abandoned is not None
    with clock.travelled_to(due_at - before):
        frozen = disputed(order, seller)
        assert (
            abs((frozen.work_left_s or 0) - max(before, timedelta(0)).total_seconds()) < SLACK.total_seconds()
        )
        page = signed_in(buyer).get(act_url(order)).content.decode()
        assert "To deliver" in page
    with clock.travelled_to(due_at + 60 * DAY):
        run_due()
        assert fresh(order.pk).status == "disputed"
        now = clock.now()
        withdraw_dispute(order_id=order.pk, click=press(seller, fresh(order.pk)))
    order, milestone = fresh(order.pk), stories.current(order)
    assert (order.status, milestone.status) == ("active", state)
    assert abs((milestone.due_at or now) - (now + left)) < SLACK
    assert abs((order.due_at or now) - (now + (abandoned - due_at) + before)) < SLACK


def test_what_was_accepted_before_goes_on_clearing(buyer: User, seller: User) -> None:
    order = accepted(order_in("delivered", buyer, seller), Act.ACCEPT_AND_CONTINUE)
    order = delivered(order)
    disputed(order, buyer)
    settlement = Settlement.objects.get(milestone__order=order)
    with clock.travelled_to(settlement.clears_at):
        run_due()
    settlement.refresh_from_db()
    assert settlement.cleared_at is not None
    assert fresh(order.pk).status == "disputed"


def test_what_was_asked_is_closed_by_a_dispute(buyer: User, seller: User) -> None:
    order = order_in("in_progress", buyer, seller)
    request_cancellation(
        order_id=order.pk, released_minor=0, reason="Let us part.", click=press(buyer, order)
    )
    asked = CancellationRequest.objects.filter(order=order, closed_at__isnull=True)
    assert asked.count() == 1
    disputed(order, seller)
    assert not asked.exists()
    assert everything() == []


def test_a_decision_on_a_case_that_moved_is_stale(buyer: User, seller: User, staff: User) -> None:
    order = order_in("disputed", buyer, seller)
    shown = shown_case(order, Dispute.objects.get(order=order))
    add_statement(order_id=order.pk, text="Wait.", click=press(buyer, order))
    with pytest.raises(Stale):
        decide_dispute(
            order_id=order.pk,
            act=Act.DECIDE_RELEASE,
            text="Accepted.",
            staff_id=staff.pk,
            at=clock.now(),
            shown=shown,
        )
    assert fresh(order.pk).status == "disputed"


def test_the_case_stays_readable_when_it_is_decided(buyer: User, seller: User, staff: User) -> None:
    order = order_in("disputed", buyer, seller)
    decide_dispute(
        order_id=order.pk,
        act=Act.DECIDE_SPLIT,
        text="Half of it works.",
        staff_id=staff.pk,
        at=clock.now(),
        released_minor=3_000,
    )
    for party in (buyer, seller):
        page = signed_in(party).get(act_url(order, "dispute/"))
        assert page.status_code == 200
        assert "Half of it works." in page.content.decode()
        assert "Add a statement" not in page.content.decode()
    assert signed_in(buyer).get(act_url(order, "dispute/statement/")).status_code == 409


def test_the_page_says_what_each_decision_would_do(buyer: User, seller: User) -> None:
    order = order_in("disputed", buyer, seller)
    page = signed_in(seller).get(act_url(order, "dispute/")).content.decode()
    for words in ("The work goes on", "for example in halves", "$24.00", "$1.65", "$48.00", "never charged"):
        assert words in page, words


def test_the_case_is_read_in_few_statements(
    buyer: User, seller: User, django_assert_max_num_queries: object
) -> None:
    order = order_in("disputed", buyer, seller)
    for _ in range(5):
        add_statement(order_id=order.pk, text="More.", click=press(buyer, order), uploads=[file(), file()])
    client = signed_in(buyer)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert client.get(act_url(order, "dispute/")).status_code == 200
    assert Event.objects.filter(order=order, act=Act.ADD_STATEMENT).count() == 5
