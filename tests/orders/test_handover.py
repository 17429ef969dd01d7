"""The hand-over pack: every accepted file, safely named, with sums that add up, for the two parties only."""

import hashlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from config.shared.archive import Part, zipped
from config.shared.archive_names import BYTES_MAX, Once, file_name, folder_name
from orders.models import DeliveryFile, Order, OrderMilestone
from orders.operations import delivering
from orders.states import Act
from tests.orders import stories
from tests.orders.pages import signed_in

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)


def deliver(order: Order, *files: tuple[str, bytes]) -> Order:
    """Hand in the current milestone with these files."""
    order = stories.fresh(order)
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return delivering.deliver(
        order_id=order.pk,
        message="Here.",
        uploads=uploads,
        whole=True,
        click=stories.click(order.seller, order),
    )


def handed_over(seller: User, buyer: User) -> Order:
    """Three milestones: one revised and accepted, one accepted, the third never started."""
    order = stories.order_of(seller, buyer, milestones=3)
    deliver(order, ("old.txt", b"first try"))
    stories.revise(order)
    deliver(order, ("plan.txt", b"the plan"), ("plan.txt", b"another plan"))
    stories.accept(order, Act.ACCEPT_AND_CONTINUE)
    deliver(order, ("aux.txt", b"reserved"), ("a\u202egpj.exe", b"turned"))
    return stories.fresh(stories.accept(order, Act.ACCEPT_AND_STOP))


def opened(client: Client, order: Order) -> zipfile.ZipFile:
    answer = client.get(f"/orders/{order.number}/pack/")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["buyer", "seller"])
def test_holds_what_was_accepted_under_safe_names_with_its_sums(side: str, buyer: User, seller: User) -> None:
    order = handed_over(seller, buyer)
    archive = opened(signed_in(buyer if side == "buyer" else seller), order)
    assert archive.testzip() is None
    assert archive.namelist() == [
        "TERMS.txt",
        "01 Step 1/plan.txt",
        "01 Step 1/plan (2).txt",
        "02 Step 2/agpj.exe",
        "02 Step 2/_aux.txt",
        "manifest.json",
        "MANIFEST.txt",
    ]
    told = json.loads(archive.read("manifest.json"))
    assert told["order"] == order.number
    sums = {entry["path"]: entry["sha256"] for entry in told["files"]}
    assert {entry["state"] for entry in told["files"]} == {"whole"}
    for path, expected in sums.items():
        assert hashlib.sha256(archive.read(path)).hexdigest() == expected
        assert f"{expected}  {path}\n" in archive.read("MANIFEST.txt").decode()
    assert len(sums) == 4


@pytest.mark.django_db
def test_tells_the_terms_and_no_private_money(buyer: User, seller: User) -> None:
    order = handed_over(seller, buyer)
    both = [opened(signed_in(user), order).read("TERMS.txt").decode() for user in (buyer, seller)]
    assert both[0] == both[1]
    assert f"Order {order.number}: {order.title}" in both[0]
    assert "1. Step 1\n   $180.00, 5 days, 2 revisions\n   Accepted " in both[0]
    assert "3. Step 3\n   $180.00, 5 days, 2 revisions\n   Never started" in both[0]
    assert "Completed: stopped by the buyer" in both[0]
    for private in ("189.90", "9.90", "144.00", "36.00", "fee", "ommission"):
        assert private not in both[0]


@pytest.mark.django_db
def test_is_a_download_that_nobody_keeps_for_the_two_parties(
    buyer: User, seller: User, outsider: User, staff: User
) -> None:
    order = handed_over(seller, buyer)
    path = f"/orders/{order.number}/pack/"
    answer = signed_in(buyer).get(path)
    assert answer["Content-Disposition"] == f'attachment; filename="{order.number} hand-over.zip"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    for user in (outsider, staff):
        assert signed_in(user).get(path).status_code == 404
    assert Client().get(path).status_code == 302
    assert path in signed_in(seller).get(f"/orders/{order.number}/").content.decode()


@pytest.mark.django_db
def test_there_is_none_before_the_end_and_none_without_files(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    deliver(order, ("plan.txt", b"the plan"))
    stories.accept(order, Act.ACCEPT_DECIDE_LATER)
    path = f"/orders/{order.number}/pack/"
    assert signed_in(buyer).get(path).status_code == 404
    assert path not in signed_in(buyer).get(f"/orders/{order.number}/").content.decode()
    stories.stop(order)
    assert signed_in(buyer).get(path).status_code == 200

    by_link = stories.accept(
        stories.deliver(stories.order_of(seller, buyer, milestones=2)), Act.ACCEPT_AND_STOP
    )
    path = f"/orders/{by_link.number}/pack/"
    assert signed_in(buyer).get(path).status_code == 404
    assert path not in signed_in(buyer).get(f"/orders/{by_link.number}/").content.decode()


@pytest.mark.django_db
def test_a_file_that_is_lost_or_changed_on_disk_is_said_in_the_manifest(buyer: User, seller: User) -> None:
    order = handed_over(seller, buyer)
    lost = DeliveryFile.objects.filter(name="aux.txt").get()
    default_storage.delete(str(lost.stored.name))
    changed = DeliveryFile.objects.filter(delivery__milestone__position=1, name="plan.txt").first()
    assert changed is not None
    Path(changed.stored.path).write_bytes(b"something else")
    archive = opened(signed_in(buyer), order)
    assert archive.testzip() is None
    assert "02 Step 2/_aux.txt" not in archive.namelist()
    files = json.loads(archive.read("manifest.json"))["files"]
    states = sorted((entry["name"], entry["state"]) for entry in files if entry["name"].endswith("txt"))
    assert states == [("aux.txt", "missing"), ("plan.txt", "damaged"), ("plan.txt", "whole")]
    words = archive.read("MANIFEST.txt").decode()
    assert (
        f"# MISSING: it could not be read when this pack was made\n{lost.sha256}  02 Step 2/_aux.txt" in words
    )


@pytest.mark.django_db
def test_names_that_differ_in_case_only_stand_side_by_side(buyer: User, seller: User) -> None:
    order = stories.order_of(seller, buyer, milestones=2)
    OrderMilestone.objects.filter(order=order, position=1).update(name="../..\\C:/Plan\u202e. ")
    deliver(order, ("A.txt", b"1"), ("a.TXT", b"2"), ("a.txt", b"3"))
    stories.accept(order, Act.ACCEPT_AND_STOP)
    names = opened(signed_in(buyer), order).namelist()[1:-2]
    assert sorted(names) == ["01 Plan/A.txt", "01 Plan/a (2).TXT", "01 Plan/a (3).txt"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("plan.pdf", "plan.pdf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.tar.gz", "_com1.tar.gz"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\x.dll", "x.dll"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("...", "file"),
        ("trailing. ", "trailing"),
        ("", "file"),
    ],
)
def test_names_are_safe_everywhere(name: str, safe: str) -> None:
    assert file_name(name) == safe


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "\u00e9" * 300 + ".pdf", "\U0001f600" * 300 + ".pdf"])
def test_long_names_fit_any_file_system_and_keep_their_ending(name: str) -> None:
    assert len(file_name(name).encode()) <= BYTES_MAX
    assert file_name(name).endswith(".pdf")
    assert len(folder_name(6, name).encode()) <= 110


def test_a_name_is_given_once() -> None:
    once = Once("MANIFEST.txt")
    assert [once.path("a", "x.txt") for _ in range(3)] == ["a/x.txt", "a/x (2).txt", "a/x (3).txt"]
    assert once.path("a", "noending") == "a/noending"
    assert once.path("a", "NoEnding") == "a/NoEnding (2)"


def test_a_large_archive_is_never_in_memory() -> None:
    megabyte, count = b"\x07" * 2**20, 64

    def chunks() -> Iterator[bytes]:
        for _ in range(count):
            yield megabyte

    tracemalloc.start()
    size = sum(len(piece) for piece in zipped([Part("big.bin", chunks(), count * 2**20, AT)]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > count * 2**20
    assert peak < 6 * 2**20
