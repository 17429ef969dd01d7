"""What members send as files: kept as it is, handed out as a download, shown only as a drawing of ours."""

import uuid
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from offers.models import Attachment, Message
from tests.factories.offers import conversation_of, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def send(client: Client, buyer: User, seller: User, *files: SimpleUploadedFile) -> Any:
    conversation = conversation_of(buyer, seller)
    client.force_login(buyer)
    data = {"command": str(uuid.uuid4()), "body": "", "files": list(files)}
    return client.post(f"/inbox/{conversation.pk}/", data)


def address_of(attachment: Attachment) -> str:
    return f"/inbox/{attachment.message.conversation_id}/files/{attachment.pk}/"


def bomb() -> bytes:
    """A PNG whose head says 60,000 by 60,000."""
    head = b"IHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    start, check = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", zlib.crc32(head).to_bytes(4, "big")
    return start + head + check + picture()[33:]


def zip_bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 20_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("invoice.pdf.exe", b"MZ\x90\x00"),
        ("photo.jpg", b"<html><body onload=alert(1)>"),
        ("archive.zip", zip_bomb()),
        ("huge.png", bomb()),
    ],
)
def test_a_file_of_any_type_is_kept_and_only_ever_downloaded(
    client: Client, buyer: User, seller: User, name: str, content: bytes
) -> None:
    assert send(client, buyer, seller, SimpleUploadedFile(name, content)).status_code == 302
    attachment = Attachment.objects.get()
    answer: Any = client.get(address_of(attachment))
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not attachment.preview
    assert client.get(f"{address_of(attachment)}preview/").status_code == 404


def test_a_picture_gets_a_preview_that_is_drawn_anew(client: Client, buyer: User, seller: User) -> None:
    polyglot = picture("JPEG", (2_000, 1_000)) + b"<script>alert(1)</script>"
    send(client, buyer, seller, SimpleUploadedFile("x.html", polyglot, content_type="text/html"))
    attachment = Attachment.objects.get()
    assert (attachment.preview_width, attachment.preview_height) == (480, 240)
    answer: Any = client.get(f"{address_of(attachment)}preview/")
    content = b"".join(answer.streaming_content)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"].startswith("private")
    assert b"script" not in content
    assert Image.open(BytesIO(content)).format == "WEBP"
    page = client.get(f"/inbox/{attachment.message.conversation_id}/").content.decode()
    assert f'src="{address_of(attachment)}preview/" width="480" height="240"' in page


def test_where_a_photo_was_taken_is_not_in_its_preview(client: Client, buyer: User, seller: User) -> None:
    out = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "at home"
    Image.new("RGB", (64, 64)).save(out, "JPEG", exif=exif)
    send(client, buyer, seller, SimpleUploadedFile("x.jpg", out.getvalue()))
    attachment = Attachment.objects.get()
    with attachment.file.open() as file, attachment.preview.open() as preview:
        assert b"at home" in file.read()
        assert b"at home" not in preview.read()


def test_previews_are_for_the_two_alone(client: Client, buyer: User, seller: User, outsider: User) -> None:
    send(client, buyer, seller, SimpleUploadedFile("x.png", picture()))
    attachment = Attachment.objects.get()
    client.force_login(seller)
    answer: Any = client.get(f"{address_of(attachment)}preview/")
    assert b"".join(answer.streaming_content)
    client.force_login(outsider)
    assert client.get(f"{address_of(attachment)}preview/").status_code == 404
    assert client.get(f"/media/{attachment.preview.name}").status_code == 404
    assert client.get(f"/media/{attachment.file.name}").status_code == 404


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202egpj.exe", "gpj.exe"),
        ("a\"b'c.txt", "a_b_c.txt"),
        ("../../etc/passwd", "passwd"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("\u2066a\u200f.txt", "a.txt"),
        ("photo.jpg.svg", "photo.jpg.svg"),
        ("a;filename=b.txt", "a_filename=b.txt"),
    ],
)
def test_names_are_made_harmless(client: Client, buyer: User, seller: User, name: str, shown: str) -> None:
    send(client, buyer, seller, SimpleUploadedFile(name, b"x"))
    attachment = Attachment.objects.get()
    assert attachment.name == shown
    answer: Any = client.get(address_of(attachment))
    assert b"".join(answer.streaming_content) == b"x"
    assert answer["Content-Disposition"] == f'attachment; filename="{shown}"'


@pytest.mark.parametrize("content", [b"", b"x" * 101])
def test_an_empty_and_an_oversized_file_are_refused(
    client: Client, buyer: User, seller: User, content: bytes, settings: Any, tmp_path: Any
) -> None:
    settings.UPLOAD_MAX_BYTES = 100
    good = SimpleUploadedFile("good.txt", b"x")
    assert send(client, buyer, seller, good, SimpleUploadedFile("x.bin", content)).status_code == 422
    assert not Message.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_twenty_files_keep_their_order(client: Client, buyer: User, seller: User) -> None:
    files = [SimpleUploadedFile(f"{n:02}.txt", b"x") for n in range(20)]
    assert send(client, buyer, seller, *files).status_code == 302
    assert [file.name for file in Message.objects.get().attachments.all()] == [
        f"{n:02}.txt" for n in range(20)
    ]
