"""Staff write, order and switch off the platform's templates."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts.models import User
from gigs.models import Subcategory, WorkflowTemplate
from gigs.operations import save_template
from tests.factories.gigs import live_gig_with_milestones

pytestmark = pytest.mark.django_db
LIST = "/admin/gigs/workflowtemplate/"


@pytest.fixture
def desk(client: Client, staff: User) -> Client:
    client.force_login(staff)
    return client


def fields(template: WorkflowTemplate) -> dict[str, Any]:
    """The change page as it is posted unchanged."""
    rows = list(template.milestones.all())
    typed: dict[str, Any] = {
        "subcategory": template.subcategory_id,
        "name": template.name,
        "summary": template.summary,
        "order": template.order,
        "active": "on",
        "reason": "Better words.",
        "milestones-TOTAL_FORMS": len(rows),
        "milestones-INITIAL_FORMS": len(rows),
    }
    for place, row in enumerate(rows):
        typed |= {
            f"milestones-{place}-id": row.pk,
            f"milestones-{place}-template": template.pk,
            f"milestones-{place}-position": row.position,
            f"milestones-{place}-name": row.name,
            f"milestones-{place}-description": row.description,
            f"milestones-{place}-substeps": "\n".join(row.substeps),
        }
    return typed


def lean() -> WorkflowTemplate:
    return WorkflowTemplate.objects.get(name="Lean plan for a start")


def test_lists_the_platforms_only(desk: Client, seller: User) -> None:
    save_template(gig_id=live_gig_with_milestones(seller).pk, owner_id=seller.pk, name="A seller's own")
    html = desk.get(LIST).content.decode()
    assert "Lean plan for a start" in html
    assert "A seller&#x27;s own" not in html
    own = WorkflowTemplate.objects.get(owner=seller)
    assert desk.get(f"{LIST}{own.pk}/change/").status_code == 302


def test_milestones_change_places_words_and_substeps(desk: Client) -> None:
    template = lean()
    typed = fields(template)
    typed |= {"milestones-0-position": 2, "milestones-1-position": 1, "milestones-0-name": "Canvas"}
    typed["milestones-1-substeps"] = "  Costs \n\nPrices"
    answer = desk.post(f"{LIST}{template.pk}/change/", typed)
    assert answer.status_code == 302
    rows = list(template.milestones.values_list("position", "name", "substeps"))
    assert rows[0] == (1, "Figures for twelve months", ["Costs", "Prices"])
    assert rows[1][:2] == (2, "Canvas")
    assert rows[2][:2] == (3, "The plan on ten pages")


def test_a_new_one_needs_a_trade_and_two_milestones(desk: Client) -> None:
    typed = {
        "name": "New",
        "order": 9,
        "active": "on",
        "reason": "Asked for.",
        "milestones-TOTAL_FORMS": 1,
        "milestones-INITIAL_FORMS": 0,
        "milestones-0-position": 1,
        "milestones-0-name": "Only one",
        "milestones-0-substeps": "",
    }
    answer = desk.post(f"{LIST}add/", typed)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "This field is required." in html
    assert "Please submit at least 2 forms." in html
    typed |= {
        "subcategory": Subcategory.objects.get(slug="business-plans").pk,
        "milestones-TOTAL_FORMS": 2,
        "milestones-1-position": 2,
        "milestones-1-name": "Second",
        "milestones-1-substeps": "One\nTwo",
    }
    assert desk.post(f"{LIST}add/", typed).status_code == 302
    made = WorkflowTemplate.objects.get(name="New")
    assert list(made.milestones.values_list("name", "substeps")) == [
        ("Only one", []),
        ("Second", ["One", "Two"]),
    ]


def test_refuses_substeps_that_no_gig_could_have(desk: Client) -> None:
    template = lean()
    typed = fields(template) | {"milestones-0-substeps": "\n".join(f"Part {n}" for n in range(11))}
    html = desk.post(f"{LIST}{template.pk}/change/", typed).content.decode()
    assert "at most 10 substeps" in html
    assert len(template.milestones.all()[0].substeps) == 3


def test_one_is_switched_off_with_a_reason(desk: Client, staff: User) -> None:
    template = lean()
    typed = fields(template) | {"active": ""}
    silent = desk.post(f"{LIST}{template.pk}/change/", typed | {"reason": " "})
    assert silent.status_code == 200
    assert lean().active
    assert desk.post(f"{LIST}{template.pk}/change/", typed | {"reason": "Nobody uses it."}).status_code == 302
    assert list(WorkflowTemplate.objects.filter(active=False)) == [lean()]
    logged = LogEntry.objects.get(user=staff)
    assert (logged.object_id, "Nobody uses it." in logged.change_message) == (str(template.pk), True)


def test_a_search_by_a_milestones_name_counts_all_its_milestones(desk: Client) -> None:
    html = desk.get(f"{LIST}?q=Canvas+and+interview").content.decode()
    assert '<td class="field-milestone_count">3</td>' in html
