"""Pictures: bounded, decoded, encoded anew in every size; added, told, replaced, moved, removed and brought back."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from config.shared import clock, outbox
from gigs.models import Gig, GigImage
from gigs.renditions import sizes_of
from tests.factories.gigs import made_gig
from tests.gigs.pictures import jpeg

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def address(gig: Gig, rest: str = "") -> str:
    return f"/selling/gigs/{gig.slug}/gallery/{rest}"


def post(
    client: Client,
    gig: Gig,
    rest: str = "images/new/",
    data: dict[str, Any] | None = None,
    *,
    htmx: bool = False,
) -> Any:
    gig.refresh_from_db()
    sent = {"content_version": gig.content_version, **(data or {})}
    return client.post(address(gig, rest), sent, headers=HTMX if htmx else {})


def upload(content: bytes | None = None, name: str = "p.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if content is None else content, "image/jpeg")


def files_of(image: GigImage) -> dict[int, bool]:
    root = Path(settings.MEDIA_ROOT)
    return {width: (root / name).is_file() for width, name in sizes_of(str(image.file.name)).items()}


@pytest.fixture
def gig(client: Client, seller: User) -> Gig:
    client.force_login(seller)
    return made_gig(seller=seller)


def test_a_picture_is_stored_in_every_size_without_its_hidden_data(client: Client, gig: Gig) -> None:
    assert post(client, gig, data={"file": upload(jpeg((2_000, 1_000)))}).status_code == 302
    image = gig.images.get()
    assert (image.width, image.height) == (1_600, 800)
    assert files_of(image) == {400: True, 800: True, 1_600: True}
    for name in sizes_of(str(image.file.name)).values():
        assert b"secret place" not in (Path(settings.MEDIA_ROOT) / name).read_bytes()
    picture = image.picture
    assert picture is not None
    assert re.findall(r"-\d+\.webp (\d+)w", picture.srcset) == ["400", "800", "1600"]
    answer = client.get(picture.src)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    answer.close()


def test_a_small_picture_is_not_enlarged(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": upload(jpeg((300, 200)))})
    image = gig.images.get()
    assert files_of(image) == {300: True}
    assert image.picture is not None
    assert image.picture.srcset == ""


def test_several_at_once_are_added_in_their_order(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": [upload(jpeg((300, 200))), upload(jpeg((500, 200)))]})
    assert list(gig.images.values_list("position", "width")) == [(1, 300), (2, 500)]


def test_good_files_are_kept_and_the_others_named(client: Client, gig: Gig) -> None:
    files = [upload(b"<svg/>", "bad.svg"), upload(name="good.jpg"), upload(b"", "empty.jpg")]
    answer = post(client, gig, data={"file": files})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "“bad.svg” is no picture that we can read." in html
    assert "“empty.jpg” is empty." in html
    assert "good.jpg" not in html
    assert gig.images.count() == 1


def test_no_file_is_said_beside_the_field_and_changes_nothing(client: Client, gig: Gig) -> None:
    answer = post(client, gig)
    assert answer.status_code == 422
    assert "Choose a file." in answer.content.decode()


def test_a_fourth_is_left_out_in_words_and_alone_refused(client: Client, gig: Gig) -> None:
    answer = post(client, gig, data={"file": [upload(name=f"{n}.jpg") for n in range(4)]})
    assert answer.status_code == 422
    assert "A gig has at most 3 pictures; “3.jpg” was left out." in answer.content.decode()
    assert post(client, gig, data={"file": upload()}).status_code == 409
    assert gig.images.count() == 3
    assert len(list((Path(settings.MEDIA_ROOT) / "gigs").glob("*.webp"))) >= 3


def test_what_it_shows_is_told_afterwards_and_saved_on_continue(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": upload()})
    image = gig.images.get()
    answer = post(client, gig, "", {f"alt-{image.pk}": "A plan on a desk"})
    assert answer["Location"].endswith("/publish/")
    image.refresh_from_db()
    assert image.alt == "A plan on a desk"
    too_long = post(client, gig, "", {f"alt-{image.pk}": "x" * 121})
    assert too_long.status_code == 422
    assert "x" * 121 in too_long.content.decode()


def test_a_replacement_takes_the_place_and_the_words_and_the_old_files_go(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": [upload(jpeg((600, 400))), upload()]})
    first = gig.images.get(position=1)
    old = [Path(settings.MEDIA_ROOT) / name for name in sizes_of(str(first.file.name)).values()]
    post(client, gig, data={f"alt-{first.pk}": "Kept", f"replace-{first.pk}": upload(jpeg((500, 300)))})
    outbox.drain()
    first.refresh_from_db()
    assert (first.position, first.alt, first.width) == (1, "Kept", 500)
    assert [path.exists() for path in old] == [False, False]
    assert files_of(first) == {400: True, 500: True}


def test_a_removal_is_undone_with_its_files_once(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": [upload(), upload()]})
    first = gig.images.get(position=1)
    name, version = str(first.file.name), Gig.objects.get(pk=gig.pk).content_version
    html = post(client, gig, f"images/{first.pk}/remove/", htmx=True).content.decode()
    assert "“Picture 1” is removed." in html
    token = html.split('name="undo_image" value="')[1].split('"')[0]
    assert post(client, gig, "images/restore/", {"undo_image": token}, htmx=True).status_code == 200
    back = gig.images.get(position=1)
    assert (str(back.file.name), files_of(back)) == (name, {400: True, 640: True})
    again = client.post(
        address(gig, "images/restore/"), {"undo_image": token, "content_version": version + 1}
    )
    assert again.status_code == 409
    assert gig.images.count() == 2
    assert post(client, gig, "images/restore/", {"undo_image": "forged"}).status_code == 404


def test_without_javascript_the_next_page_offers_the_undo_once(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": upload()})
    answer = post(client, gig, f"images/{gig.images.get().pk}/remove/")
    assert answer.status_code == 302
    assert "is removed." in client.get(address(gig)).content.decode()
    assert "is removed." not in client.get(address(gig)).content.decode()


def test_the_files_of_a_removed_picture_go_when_the_undo_is_over(
    client: Client, gig: Gig, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(client, gig, data={"file": upload()})
    image = gig.images.get()
    paths = [Path(settings.MEDIA_ROOT) / name for name in sizes_of(str(image.file.name)).values()]
    post(client, gig, f"images/{image.pk}/remove/")
    outbox.drain()
    assert [path.exists() for path in paths] == [True, True]
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    outbox.drain()
    assert [path.exists() for path in paths] == [False, False]


def test_pictures_are_moved_by_steps_and_to_a_place(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": [upload() for _ in range(3)]})
    one, two, three = gig.images.all()
    html = post(client, gig, f"images/{three.pk}/move/1/", htmx=True).content.decode()
    assert "to place 1 of 3." in html
    assert list(gig.images.all()) == [three, one, two]
    post(client, gig, f"images/{three.pk}/move/down/")
    assert list(gig.images.all()) == [one, three, two]
    assert post(client, gig, f"images/{three.pk}/move/sideways/").status_code == 404


def test_a_stale_page_moves_and_stores_nothing(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": [upload(), upload()]})
    first = gig.images.get(position=1)
    stored = len(list((Path(settings.MEDIA_ROOT) / "gigs").glob("*.webp")))
    for rest, more in (
        (f"images/{first.pk}/move/2/", {}),
        (f"images/{first.pk}/remove/", {}),
        ("images/new/", {"file": upload()}),
        ("", {f"alt-{first.pk}": "Typed words"}),
    ):
        answer = client.post(address(gig, rest), {"content_version": 1, **more})
        assert answer.status_code == 409
    assert "Typed words" in answer.content.decode()
    assert gig.images.get(position=1) == first
    assert gig.images.count() == 2
    assert len(list((Path(settings.MEDIA_ROOT) / "gigs").glob("*.webp"))) == stored


def test_words_that_are_typed_stay_when_a_picture_is_moved(client: Client, gig: Gig) -> None:
    post(client, gig, data={"file": [upload(), upload()]})
    first = gig.images.get(position=1)
    typed = {f"alt-{first.pk}": "Not saved yet"}
    html = post(client, gig, f"images/{first.pk}/move/2/", typed, htmx=True).content.decode()
    assert 'value="Not saved yet"' in html


def test_a_picture_of_another_gig_is_not_there(client: Client, gig: Gig, outsider: User) -> None:
    other = made_gig(seller=outsider)
    foreign = GigImage.objects.create(gig=other, position=1, file="gigs/x-400.webp", width=400, height=200)
    assert post(client, gig, f"images/{foreign.pk}/remove/").status_code == 404
    assert post(client, gig, f"images/{foreign.pk}/move/up/").status_code == 404
    post(client, gig, "", {f"alt-{foreign.pk}": "Mine now"})
    foreign.refresh_from_db()
    assert foreign.alt == ""
