"""Markup and invisible characters in every text: stored without what cannot be seen, shown escaped everywhere."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.models import SentMail, User
from config.shared import outbox
from gigs.models import Gig, Subcategory
from offers.models import Offer
from orders.models import Order
from tests.access.routes import site_routes
from tests.bad_input.garbage import INVISIBLE, MARKUP
from tests.bad_input.pages import OURS, form_at, text_of

pytestmark = pytest.mark.django_db
BAD = f"a{INVISIBLE}b{MARKUP}"
RAW = ("<script>alert(1)", '<b onmouseover="x"', "<script>alert")
CARD = {"card": "new", "number": "4242 4242 4242 4242", "expiry": "09/39", "cvc": "123"}


def ok(answer: Any) -> Any:
    faults = [line for line in text_of(answer).split("\n") if "error" in line]
    assert answer.status_code == 302, faults
    return answer


def test_every_text_is_cleaned_and_escaped(
    selling: Client, buying: Client, seller: User, buyer: User
) -> None:
    gig = hostile_gig(selling)
    order = hostile_order(selling, buying, gig)
    hostile_work(selling, buying, order)
    hostile_people(selling, buying)
    outbox.drain(500)
    assert [found for found in stored_texts() if set(found[2]) & set(INVISIBLE)] == []
    assert sum("<script>alert(1)" in text for _, _, text in stored_texts()) > 20
    pages = {**crawl(selling, gig, order), **crawl(buying, gig, order)}
    assert len(pages) > 25
    assert [address for address, page in pages.items() if any(raw in page for raw in RAW)] == []
    shown = sum("&lt;script&gt;alert(1)" in page for page in pages.values())
    assert shown > 10
    assert not [mail.subject for mail in SentMail.objects.all() if any(raw in mail.html for raw in RAW)]


def hostile_gig(selling: Client) -> Gig:
    trade = Subcategory.objects.get(slug="business-plans")
    overview = {
        "title": f"I will a{INVISIBLE}{MARKUP[:50]}",
        "subcategory": str(trade.pk),
        "tags": "<b>x</b>",
    }
    ok(selling.post("/selling/gigs/new/", overview))
    gig = Gig.objects.get()
    tab = f"/selling/gigs/{gig.slug}/"
    package = {"basic-name": f"{INVISIBLE}<script>alert(1)", "basic-description": BAD, "basic-price": "180"}
    ok(selling.post(f"{tab}pricing/", form_at(selling, f"{tab}pricing/") | package | {"basic-days": "9"}))
    rest = f"{tab}description/"
    ok(selling.post(rest, form_at(selling, rest) | {"description": f"**{BAD}**\n- {BAD}"}))
    faq = {"open_faq": "new", "faq-question": BAD, "faq-answer": BAD}
    ok(selling.post(f"{rest}faq/new/", form_at(selling, rest) | faq))
    pk = str(gig.packages.get().pk)
    for _ in range(2):
        card = {
            "open_milestone": "new",
            "milestone-name": BAD,
            "milestone-description": BAD,
            "milestone-packages": [pk],
        }
        ok(
            selling.post(
                f"{rest}milestones/new/", form_at(selling, rest) | card | {"milestone-version": version(gig)}
            )
        )
    milestone = gig.milestones.order_by("position")[0]
    step = {"open_substep": f"{milestone.pk}-new", "substep-name": BAD, "substep-packages": [pk]}
    step["substep-version"] = str(milestone.version)
    ok(selling.post(f"{rest}milestones/{milestone.pk}/substeps/new/", form_at(selling, rest) | step))
    for kind, choices in (("text", ""), ("choice", f"{MARKUP}\n{INVISIBLE}b")):
        asked = {
            "open_question": "new",
            "question-text": BAD,
            "question-kind": kind,
            "question-choices": choices,
        }
        asked |= {"content_version": str(Gig.objects.get().content_version)}
        asked |= {"question-required": "on"} if kind == "text" else {}
        ok(selling.post(f"{tab}requirements/questions/new/", asked))
    publish = {"command": str(uuid.uuid4()), "version": version(gig)}
    ok(selling.post(f"{tab}publish/publish/", publish))
    return Gig.objects.get()


def version(gig: Gig) -> str:
    return str(Gig.objects.values_list("version", flat=True).get(pk=gig.pk))


def hostile_order(selling: Client, buying: Client, gig: Gig) -> Order:
    upload = SimpleUploadedFile(f"{INVISIBLE}{MARKUP}.txt", b"x")
    first = {"command": str(uuid.uuid4()), "body": BAD, "files": [upload]}
    conversation = ok(buying.post(f"/inbox/new/?gig={gig.slug}", first)).headers["Location"]
    for act in ("decline", "send"):
        offer = {"gig": gig.slug, "kind": "milestones", "rows": "2", "do": "preview", "note": BAD}
        for n in range(2):
            row = {"name": BAD, "description": BAD, "amount": "70.00", "days": "4", "revisions": "1"}
            offer |= {f"rows-{n}-{name}": value for name, value in row.items()}
        preview = ok(selling.post(f"{conversation.partition('#')[0]}offers/new/", offer)).headers["Location"]
        ok(selling.post(f"{preview}send/", form_at(selling, preview, f"{preview}send/")))
        if act == "decline":
            decline = f"{preview}decline/"
            ok(buying.post(decline, form_at(buying, decline) | {"reason": BAD}))
    assert Offer.objects.count() == 2
    checkout = f"/gigs/{gig.slug}/order/"
    ok(buying.post(checkout, form_at(buying, checkout) | CARD | {"plan": "milestones"}))
    return Order.objects.get()


def hostile_work(selling: Client, buying: Client, order: Order) -> None:
    address = f"/orders/{order.number}/"
    answers = form_at(buying, f"{address}requirements/") | {"question_0": BAD}
    ok(buying.post(f"{address}requirements/", answers))
    ok(selling.post(f"{address}update/", form_at(selling, f"{address}update/") | {"text": BAD}))
    upload = SimpleUploadedFile(f"{INVISIBLE}{MARKUP}.svg", b"<svg onload='x'/>")
    work = {"message": BAD, "files": [upload], "link": f"https://a.test/{INVISIBLE}?<script>alert(1)"}
    ok(selling.post(f"{address}deliver/", form_at(selling, f"{address}deliver/") | work))
    ok(buying.post(f"{address}revision/", form_at(buying, f"{address}revision/") | {"text": BAD}))
    ok(buying.post(f"{address}dispute/", form_at(buying, f"{address}dispute/") | {"statement": BAD}))


def hostile_people(selling: Client, buying: Client) -> None:
    for client in (selling, buying):
        data = form_at(client, "/accounts/profile/")
        data |= {"display_name": f"{INVISIBLE}<script>alert(1)", "bio": BAD}
        ok(client.post("/accounts/profile/", data))


def stored_texts() -> Iterator[tuple[str, str, str]]:
    """Every text in our tables: (table, column, text)."""
    for app in apps.get_app_configs():
        if app.name.partition(".")[0] not in OURS:
            continue
        for model in app.get_models():
            names = [
                f.name
                for f in model._meta.fields
                if isinstance(f, models.CharField | models.TextField | models.JSONField)
            ]
            for row in model._base_manager.values(*names) if names else ():
                yield from ((model._meta.label, name, str(value)) for name, value in row.items())


ELSEWHERE = {"account_logout", "gigs:sitemap_gigs", "gigs:sitemap_people"}
"""It ends the walk; their number is no order's."""


def crawl(client: Client, gig: Gig, order: Order) -> dict[str, str]:
    """Every page of this browser that needs no object, and those of gig, conversation, offers and order."""
    known = {
        "slug": gig.slug,
        "number": order.number,
        "conversation_id": order.conversation_id,
        "handle": gig.seller.handle,
    }
    pages = {}
    for route in site_routes():
        if not route.parameters <= known.keys() or route.name in ELSEWHERE:
            continue
        address = reverse(route.name, kwargs={name: known[name] for name in route.parameters})
        answer = client.get(address)
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            pages[address] = text_of(answer)
    for offer in Offer.objects.all():
        pages[str(offer.pk)] = text_of(client.get(f"/offers/{offer.pk}/"))
    for mail in SentMail.objects.all():
        pages[f"mail {mail.pk}"] = text_of(client.get(f"/mails/{mail.pk}/"))
    return pages
