"""A test that commits leaves to the next one what the migrations left, not what somebody remembered to sow again."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from gigs.models import Category, WorkflowTemplate


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_what_a_test_commits_is_taken_back_whole(run: int, buyer: User) -> None:
    assert User.objects.get() == buyer
    finance = Group.objects.get(name="Finance")
    assert finance.permissions.filter(codename="add_goodwillrefund").exists(), (
        "of a migration that came later"
    )
    assert WorkflowTemplate.objects.exists()
    assert not Category.objects.filter(name="Changed").exists()

    finance.permissions.clear()
    WorkflowTemplate.objects.all().delete()
    Category.objects.filter(pk=Category.objects.values("pk")[:1]).update(name="Changed")
