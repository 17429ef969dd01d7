"""A draft is thrown away whole; a gig is copied whole."""

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from config.shared import outbox
from config.shared.errors import Forbidden
from gigs.models import Gig, GigImage, Share
from gigs.operations import (
    GalleryDraft,
    QuestionDraft,
    add_faq,
    add_question,
    add_substep,
    create_gig,
    save_gallery,
)
from gigs.operations.drafts import InUse, delete_draft
from gigs.operations.duplicating import duplicate_gig
from gigs.states import GigState
from tests.factories.gigs import click_of, live_gig_with_milestones, made_gig
from tests.factories.offers import sent_offer
from tests.gigs.pictures import jpeg

pytestmark = pytest.mark.django_db


def with_everything(gig: Gig) -> Gig:
    ids: dict[str, Any] = {"gig_id": gig.pk, "owner_id": gig.seller_id}
    add_faq(**ids, content_version=gig.content_version, question="How?", answer="So.")
    draft = QuestionDraft("Which?", "choice", ("One", "Two"), required=False)
    add_question(**ids, content_version=gig.content_version + 1, draft=draft)
    files = GalleryDraft(added=[SimpleUploadedFile("p.jpg", jpeg())])
    save_gallery(**ids, content_version=gig.content_version + 2, draft=files)
    return Gig.objects.select_related("subcategory", "seller").get(pk=gig.pk)


def files_of(gig: Gig) -> list[Path]:
    stem = str(gig.images.get().file.name).rsplit("-", 1)[0]
    return [*Path(settings.MEDIA_ROOT).glob(f"{stem}-*.webp")]


def test_an_address_that_another_gig_has_is_drawn_again(seller: User) -> None:
    about: dict[str, Any] = {
        "owner_id": seller.pk,
        "title": "I will draw a logo",
        "subcategory_id": made_gig(seller=seller).subcategory_id,
    }
    first = create_gig(**about)
    taken = first.slug.rsplit("-", 1)[1]
    with mock.patch("gigs.operations.details.get_random_string", side_effect=[taken, taken, "fresh"]):
        same = create_gig(**about)
    assert same.slug == f"{first.slug.removesuffix(taken)}fresh"


def test_a_draft_goes_with_everything_in_it_and_its_files(seller: User) -> None:
    gig = with_everything(made_gig(seller=seller))
    paths = files_of(gig)
    assert len(paths) == 2
    delete_draft(gig_id=gig.pk, click=click_of(gig))
    outbox.drain()
    assert not Gig.objects.filter(pk=gig.pk).exists()
    assert [path.exists() for path in paths] == [False, False]


def test_what_was_on_the_market_is_not_deleted(seller: User) -> None:
    gig = made_gig(seller=seller, live=True)
    with pytest.raises(InUse):
        delete_draft(gig_id=gig.pk, click=click_of(gig))
    assert Gig.objects.filter(pk=gig.pk, state=GigState.ACTIVE).exists()


def test_a_draft_that_an_offer_names_is_not_deleted(seller: User, buyer: User) -> None:
    gig = made_gig(seller=seller, live=True)
    sent_offer(seller, buyer, gig)
    Gig.objects.filter(pk=gig.pk).update(state=GigState.DRAFT, published_at=None)
    with pytest.raises(InUse):
        delete_draft(gig_id=gig.pk, click=click_of(gig))
    assert gig.packages.count() == 3


def test_nobody_deletes_or_copies_the_gig_of_another(seller: User, outsider: User) -> None:
    gig = made_gig(seller=seller)
    click = click_of(made_gig(seller=outsider))
    for act in (delete_draft, duplicate_gig):
        with pytest.raises(Gig.DoesNotExist):
            act(gig_id=gig.pk, click=click)
    assert Gig.objects.filter(seller=seller).count() == 1


def test_a_copy_is_a_draft_with_everything_of_its_own(seller: User) -> None:
    gig = with_everything(live_gig_with_milestones(seller))
    milestone = gig.milestones.get(position=1)
    packages = frozenset(gig.packages.values_list("pk", flat=True))
    add_substep(
        gig_id=gig.pk,
        owner_id=seller.pk,
        milestone_id=milestone.pk,
        version=milestone.version,
        name="A talk",
        package_ids=packages,
    )
    copy = Gig.objects.get(slug=duplicate_gig(gig_id=gig.pk, click=click_of(gig)))
    assert (copy.state, copy.published_at, copy.title, copy.milestone_count) == (
        GigState.DRAFT,
        None,
        gig.title,
        3,
    )
    assert (copy.rating_count, copy.from_minor, copy.version) == (0, 18_000, 1)
    for name in ("packages", "milestones", "faq", "questions", "images"):
        assert getattr(copy, name).count() == getattr(gig, name).count()
        assert not set(getattr(copy, name).values_list("pk", flat=True)) & set(
            getattr(gig, name).values_list("pk", flat=True)
        )
    amounts = Share.objects.order_by("package__tier", "milestone__position").values_list(
        "amount_minor", "days"
    )
    assert list(amounts.filter(milestone__gig=copy)) == list(amounts.filter(milestone__gig=gig))
    substep = copy.milestones.get(position=1).substeps.get()
    assert {package.gig_id for package in substep.packages.all()} == {copy.pk}
    assert substep.packages.count() == 3


def test_the_same_click_twice_makes_one_copy(seller: User) -> None:
    gig = made_gig(seller=seller)
    click = click_of(gig)
    slugs = {duplicate_gig(gig_id=gig.pk, click=click) for _ in range(2)}
    assert len(slugs) == 1
    assert Gig.objects.filter(seller=seller).count() == 2


def test_a_picture_stays_as_long_as_one_gig_shows_it(seller: User) -> None:
    gig = with_everything(made_gig(seller=seller))
    paths = files_of(gig)
    copy = Gig.objects.get(slug=duplicate_gig(gig_id=gig.pk, click=click_of(gig)))
    delete_draft(gig_id=gig.pk, click=click_of(gig))
    outbox.drain()
    assert [path.exists() for path in paths] == [True, True]
    delete_draft(gig_id=copy.pk, click=click_of(copy))
    outbox.drain()
    assert [path.exists() for path in paths] == [False, False]
    assert not GigImage.objects.exists()


def test_a_suspended_member_begins_no_copy(seller: User) -> None:
    gig = made_gig(seller=seller)
    User.objects.filter(pk=seller.pk).update(suspended_at=gig.created_at)
    with pytest.raises(Forbidden):
        duplicate_gig(gig_id=gig.pk, click=click_of(gig))
    assert Gig.objects.count() == 1
