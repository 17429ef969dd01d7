"""A gig's page as machines see it: share metadata and schema.org facts. None of it for what customers do not see."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from config.shared.money import format_money, format_plain
from config.shared.ratings import average
from config.shared.sharing import Share, absolute, brand_image, breadcrumbs, graph, summary
from gigs.models import Gig
from gigs.queries import GigPage, PackageTerms
from gigs.states import VISIBLE

DESCRIPTION_MAX = 300


def share_of_gig(gig: Gig, page: GigPage, *, orderable: bool) -> Share | None:
    """None for drafts, denied gigs, and gigs of members who are not in good standing."""
    if gig.state not in VISIBLE or not gig.seller.in_good_standing:
        return None
    price = f" From {format_money(gig.from_minor)}." if gig.from_minor is not None else ""
    words = f"{gig.title} by {gig.seller.label}.{price} {summary(gig.description)}"
    cover = page.pictures[0] if page.pictures else None
    return Share(
        title=gig.title,
        description=summary(words, 200),
        url=_address(gig),
        image_url=absolute(cover.src) if cover else brand_image(),
        image_alt=cover.alt if cover else "",
        kind="product",
        data=graph(list(_facts(gig, page, orderable=orderable))),
    )


def _address(gig: Gig) -> str:
    return absolute(reverse("gigs:gig_detail", args=[gig.slug]))


def _facts(gig: Gig, page: GigPage, *, orderable: bool) -> Iterator[dict[str, Any]]:
    yield _service(gig, page, orderable=orderable)
    yield breadcrumbs(_way(gig))
    if page.faq:
        yield {"@type": "FAQPage", "mainEntity": [_question(*entry) for entry in page.faq]}


def _service(gig: Gig, page: GigPage, *, orderable: bool) -> dict[str, Any]:
    seller = {
        "@type": "Person",
        "name": gig.seller.label,
        "url": absolute(reverse("accounts:person_detail", args=[gig.seller.handle])),
    }
    facts: dict[str, Any] = {
        "@type": ["Product", "Service"],
        "@id": f"{_address(gig)}#gig",
        "name": gig.title,
        "description": summary(gig.description, DESCRIPTION_MAX) or gig.title,
        "url": _address(gig),
        "category": gig.subcategory.name,
        "image": [absolute(picture.src) for picture in page.pictures] or [brand_image()],
        "provider": seller,
        "offers": [_offer(gig, package, orderable=orderable) for package in page.packages],
    }
    rating = average(gig.rating_sum, gig.rating_count)
    if rating is not None:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": float(rating),
            "reviewCount": gig.rating_count,
            "bestRating": 5,
            "worstRating": 1,
        }
    return facts


def _offer(gig: Gig, package: PackageTerms, *, orderable: bool) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "name": f"{package.tier_label}: {package.name}",
        "price": format_plain(package.price_minor),
        "priceCurrency": settings.CURRENCY,
        "availability": f"https://schema.org/{'InStock' if orderable else 'OutOfStock'}",
        "url": f"{_address(gig)}?{urlencode({'package': package.tier})}",
    }


def _way(gig: Gig) -> list[tuple[str, str]]:
    browse = absolute(reverse("gigs:gig_list"))
    category = gig.subcategory.category
    return [
        ("Gigs", browse),
        (category.name, f"{browse}?{urlencode({'category': category.slug})}"),
        (gig.subcategory.name, f"{browse}?{urlencode({'subcategory': gig.subcategory.slug})}"),
        (gig.title, _address(gig)),
    ]


def _question(question: str, answer: str) -> dict[str, Any]:
    return {
        "@type": "Question",
        "name": question,
        "acceptedAnswer": {"@type": "Answer", "text": answer},
    }
