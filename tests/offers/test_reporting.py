import pytest
from django.test import Client

from accounts.models import Notification, User
from config.shared import clock
from config.shared.errors import Forbidden
from config.shared.models import Outbox
from offers.models import Conversation, Report, ReportAct
from offers.operations.judging import ReportMoved, close_report, reopen_report
from offers.operations.reporting import ReportedAlready, report_member
from tests.factories.offers import conversation_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(buyer: User, seller: User) -> Conversation:
    return conversation_of(buyer, seller)


def reported(conversation: Conversation, user: User) -> Report:
    return report_member(
        conversation_id=conversation.pk, reporter_id=user.pk, reason="spam", text="Again.", at=clock.now()
    )


def test_a_report_goes_to_staff_and_not_to_the_other(
    client: Client, buyer: User, seller: User, conversation: Conversation
) -> None:
    client.force_login(buyer)
    data = {"reason": "fraud", "text": "Wants to be paid elsewhere."}
    answer = client.post(f"/inbox/{conversation.pk}/report/", data)
    report = Report.objects.get()
    assert answer["Location"] == f"/inbox/{conversation.pk}/"
    assert (report.reporter, report.reported, report.is_open) == (buyer, seller, True)
    assert not Notification.objects.filter(user=seller).exists()
    assert not Outbox.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"reason": "fraud"}, {"reason": "x", "text": "y"}, {"text": "z" * 3_000}]
)
def test_an_unfinished_report_is_refused_in_place(
    client: Client, buyer: User, conversation: Conversation, data: dict[str, str]
) -> None:
    client.force_login(buyer)
    assert client.post(f"/inbox/{conversation.pk}/report/", data).status_code == 422
    assert not Report.objects.exists()


def test_one_report_of_a_member_is_open_at_a_time(
    buyer: User, seller: User, staff: User, conversation: Conversation
) -> None:
    first = reported(conversation, buyer)
    with pytest.raises(ReportedAlready):
        reported(conversation, buyer)
    assert reported(conversation, seller).pk
    close_report(report_id=first.pk, actor_id=staff.pk, reason="Warned.", at=clock.now())
    second = reported(conversation, buyer)
    with pytest.raises(ReportedAlready):
        reopen_report(report_id=first.pk, actor_id=staff.pk, reason="Once more.", at=clock.now())
    assert Report.objects.get(pk=second.pk).is_open


def test_every_act_of_staff_leaves_a_row_with_its_reason(
    buyer: User, staff: User, conversation: Conversation
) -> None:
    report = reported(conversation, buyer)
    close_report(report_id=report.pk, actor_id=staff.pk, reason="Nothing in it.", at=clock.now())
    with pytest.raises(ReportMoved):
        close_report(report_id=report.pk, actor_id=staff.pk, reason="Too late.", at=clock.now())
    reopen_report(report_id=report.pk, actor_id=staff.pk, reason="There was.", at=clock.now())
    assert list(ReportAct.objects.order_by("pk").values_list("kind", "reason", "actor")) == [
        ("closed", "Nothing in it.", staff.pk),
        ("reopened", "There was.", staff.pk),
    ]


def test_an_outsider_reports_nothing(outsider: User, conversation: Conversation) -> None:
    with pytest.raises(Forbidden):
        reported(conversation, outsider)


def test_staff_close_reports_in_the_admin(
    client: Client, buyer: User, staff: User, conversation: Conversation
) -> None:
    report = reported(conversation, buyer)
    client.force_login(staff)
    address = "/admin/offers/report/"
    assert "Again." in client.get(address).content.decode()
    page = client.get(f"{address}{report.pk}/change/").content.decode()
    assert f"/admin/offers/conversation/{conversation.pk}/change/" in page
    chosen = {"action": "close", "_selected_action": str(report.pk)}
    assert "Reason" in client.post(address, chosen).content.decode()
    assert Report.objects.get().is_open
    client.post(address, {**chosen, "reason": "Warned."})
    assert not Report.objects.get().is_open
    assert ReportAct.objects.get().reason == "Warned."
