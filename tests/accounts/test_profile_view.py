"""The profile: what is kept, cleaned, refused; and pictures."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import Settings

from accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
URL = "/accounts/profile/"


def filled(user: User, **changes: object) -> dict[str, object]:
    return {
        "handle": user.handle,
        "display_name": "Bea",
        "time_zone": "Europe/Paris",
        "country": "FR",
        **changes,
    }


def photo(kind: str = "JPEG", size: tuple[int, int] = (800, 600)) -> SimpleUploadedFile:
    """A picture whose camera wrote where it was taken."""
    buffer = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SpyCam"
    exif[0x8825] = {1: "N", 2: (46.0, 3.0, 0.0)}
    Image.new("RGB", size, "teal").save(buffer, kind, exif=exif)
    return SimpleUploadedFile("me.jpg", buffer.getvalue(), content_type="image/jpeg")


def test_keeps_what_is_typed(as_buyer: Client, buyer: User) -> None:
    answer = as_buyer.post(
        URL, filled(buyer, handle="Bea-Of-The-Bay", bio="Hello\nthere", languages=["fr", "en"])
    )
    assert answer["Location"] == URL
    buyer.refresh_from_db()
    assert (buyer.handle, buyer.bio, buyer.languages) == ("bea-of-the-bay", "Hello\nthere", ["fr", "en"])
    assert (buyer.time_zone, buyer.country) == ("Europe/Paris", "FR")


def test_drops_control_and_direction_characters(as_buyer: Client, buyer: User) -> None:
    as_buyer.post(URL, filled(buyer, display_name="Be\u202ea\u0007 \u200fB", bio="on\u2066e\x00\ntwo"))
    buyer.refresh_from_db()
    assert buyer.display_name == "Bea B"
    assert buyer.bio == "one\ntwo"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("handle", "admin"),
        ("handle", "x"),
        ("display_name", "n" * 61),
        ("bio", "b" * 601),
        ("time_zone", "Mars/Olympus"),
        ("country", "XX"),
        ("languages", ["tlh"]),
        ("languages", ["af", "sq", "am", "ar", "hy", "az", "eu", "be", "bn"]),
    ],
)
def test_refuses_with_words_and_stores_nothing(
    as_buyer: Client, buyer: User, field: str, value: object
) -> None:
    answer = as_buyer.post(URL, filled(buyer, **{"display_name": "Changed", field: value}))
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    buyer.refresh_from_db()
    assert buyer.display_name == "Bea Buyer"


def test_refuses_the_handle_of_somebody_else_in_another_case(as_buyer: Client, buyer: User) -> None:
    UserFactory.create(handle="taken-name")
    answer = as_buyer.post(URL, filled(buyer, handle="Taken-Name"))
    assert answer.status_code == 422
    assert "Somebody else has this handle." in answer.content.decode()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_encodes_a_picture_anew_without_what_the_camera_wrote(
    as_buyer: Client, buyer: User, settings: Settings, kind: str
) -> None:
    answer = as_buyer.post(URL, filled(buyer, picture=photo(kind)))
    assert answer.status_code == 302
    buyer.refresh_from_db()
    for url, side in ((buyer.portrait_url, 320), (buyer.picture_url, 96)):
        served = as_buyer.get(url)
        assert served.status_code == 200
        assert served["Content-Type"] == "image/webp"
        assert served["X-Content-Type-Options"] == "nosniff"
        body = served.getvalue()
        assert b"SpyCam" not in body
        with Image.open(BytesIO(body)) as image:
            assert image.size == (side, side)
            assert not image.getexif()


def test_removes_the_files_of_a_picture_that_was_replaced(
    as_buyer: Client, buyer: User, settings: Settings, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        as_buyer.post(URL, filled(buyer, picture=photo()))
        as_buyer.post(URL, filled(buyer, picture=photo()))
    assert len(list((Path(settings.MEDIA_ROOT) / "pictures").iterdir())) == 2
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        as_buyer.post(URL, filled(buyer, remove_picture="on"))
    assert list((Path(settings.MEDIA_ROOT) / "pictures").iterdir()) == []


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("me.jpg", b"no picture at all", content_type="image/jpeg"),
        SimpleUploadedFile(
            "me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"
        ),
        SimpleUploadedFile("me.gif", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", content_type="image/gif"),
    ],
)
def test_refuses_what_is_no_picture(as_buyer: Client, buyer: User, upload: SimpleUploadedFile) -> None:
    answer = as_buyer.post(URL, filled(buyer, picture=upload))
    assert answer.status_code == 422
    assert "JPEG, PNG or WebP" in answer.content.decode()


def test_refuses_a_picture_of_too_many_pixels(as_buyer: Client, buyer: User, settings: Settings) -> None:
    settings.IMAGE_MAX_PIXELS = 400_000
    answer = as_buyer.post(URL, filled(buyer, picture=photo()))
    assert answer.status_code == 422
    assert "million pixels" in answer.content.decode()


def test_refuses_a_damaged_picture(as_buyer: Client, buyer: User) -> None:
    whole = photo().read()
    answer = as_buyer.post(URL, filled(buyer, picture=SimpleUploadedFile("me.jpg", whole[: len(whole) // 3])))
    assert answer.status_code == 422
    buyer.refresh_from_db()
    assert not buyer.picture


@pytest.mark.parametrize(
    "path",
    ["../secret_key", "attachments/a.webp", "pictures/../../secret_key", "pictures/a.svg", "pictures/.webp"],
)
def test_serves_no_other_file(client: Client, settings: Settings, path: str) -> None:
    (Path(settings.MEDIA_ROOT) / "attachments").mkdir()
    (Path(settings.MEDIA_ROOT) / "attachments" / "a.webp").write_bytes(b"x")
    assert client.get(f"/media/{path}").status_code == 404


def test_keeps_the_choice_of_mails(as_buyer: Client, buyer: User) -> None:
    as_buyer.post("/accounts/mails/", {"orders": "on", "money": "on"})
    buyer.refresh_from_db()
    assert buyer.mail_off == ["reminders", "offers", "messages", "gigs"]


def test_a_visitor_is_sent_to_the_login_page(client: Client) -> None:
    for url in (URL, "/accounts/welcome/", "/accounts/mails/", "/notifications/"):
        assert client.get(url)["Location"] == f"/accounts/login/?next={url}"


def test_profile_page_of_a_person_shows_no_address(client: Client, buyer: User) -> None:
    page = client.get("/people/bea-buyer/").content.decode()
    assert "Bea Buyer" in page
    assert "Slovenia" in page
    assert buyer.email not in page
    assert client.get("/people/Bea-Buyer/")["Location"] == "/people/bea-buyer/"
    assert client.get("/people/nobody-here/").status_code == 404
    User.objects.filter(pk=buyer.pk).update(is_active=False)
    assert client.get("/people/bea-buyer/").status_code == 404
