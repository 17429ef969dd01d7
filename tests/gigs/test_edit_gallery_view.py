"""Pictures: bounded, decoded, encoded anew."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from gigs.models import Gig
from tests.factories.gigs import made_gig

pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int] = (640, 400), form: str = "JPEG") -> bytes:
    out = BytesIO()
    image = Image.new("RGB", size, "navy")
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    image.save(out, form, exif=exif)
    return out.getvalue()


def send(client: Client, gig: Gig, content: bytes, name: str = "p.jpg") -> int:
    gig.refresh_from_db()
    upload = SimpleUploadedFile(name, content, "image/jpeg")
    url = f"/selling/gigs/{gig.slug}/gallery/images/new/"
    return client.post(
        url, {"file": upload, "alt": "A plan", "content_version": gig.content_version}
    ).status_code


@pytest.fixture
def gig(client: Client, seller: User) -> Gig:
    client.force_login(seller)
    return made_gig(seller=seller)


def test_a_picture_is_stored_anew_without_its_hidden_data(client: Client, gig: Gig) -> None:
    assert send(client, gig, picture()) == 302
    image = gig.images.get()
    assert (image.width, image.height, image.alt) == (640, 400, "A plan")
    stored = Path(settings.MEDIA_ROOT) / str(image.file.name)
    assert stored.suffix == ".webp"
    assert b"secret place" not in stored.read_bytes()
    answer = client.get(image.file.url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    answer.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0 broken", picture()[:300]],
)
def test_what_is_no_picture_is_refused_in_words(client: Client, gig: Gig, content: bytes) -> None:
    assert send(client, gig, content) == 422
    assert not gig.images.exists()


def test_more_than_40_megapixels_are_refused_before_decoding(client: Client, gig: Gig) -> None:
    assert send(client, gig, picture((8_000, 5_001), "PNG"), "p.png") == 422


def test_a_fourth_is_refused_and_the_rest_can_be_moved_and_removed(client: Client, gig: Gig) -> None:
    assert [send(client, gig, picture()) for _ in range(4)] == [302, 302, 302, 409]
    last = gig.images.get(position=3)
    base = f"/selling/gigs/{gig.slug}/gallery/images/{last.pk}"
    gig.refresh_from_db()
    client.post(f"{base}/move/up/", {"content_version": gig.content_version})
    assert gig.images.get(position=2) == last
    gig.refresh_from_db()
    client.post(f"{base}/remove/", {"content_version": gig.content_version})
    assert list(gig.images.values_list("position", flat=True)) == [1, 2]
