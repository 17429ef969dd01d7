"""What a page of the editor holds, read for the preview: nothing is refused, what cannot be read is left out."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import QueryDict

from config.shared.money import BadAmount, parse_amount
from config.shared.text import clean_line, clean_text
from gigs.forms.fields import read_whole
from gigs.forms.overview import OPENING
from gigs.forms.pricing import UNLIMITED
from gigs.models import TIERS, QuestionKind, Tier
from gigs.queries.preview import Ask, Typed, TypedFaq, TypedMilestone, TypedPackage

_TEXT_MOST = 5_000
_DAYS_MOST = 1_000


def typed_of(posted: QueryDict) -> Typed:
    """The fields that the posted page has."""
    return Typed(
        title=_title(str(posted["title"])) if "title" in posted else None,
        subcategory_id=read_whole(posted.get("subcategory", "")) if "subcategory" in posted else None,
        tags=_tags(str(posted["tags"])) if "tags" in posted else None,
        description=_text(str(posted["description"])) if "description" in posted else None,
        packages=_packages(posted) if "basic-price" in posted else None,
        milestone=_milestone(posted) if "milestone-name" in posted else None,
        faq=_faq(posted) if "faq-question" in posted else None,
        question=_question(posted) if "question-text" in posted else None,
    )


def _line(text: str, most: int = 300) -> str:
    return clean_line(text[:_TEXT_MOST])[:most]


def _text(text: str) -> str:
    return clean_text(text[:_TEXT_MOST])[: settings.DESCRIPTION_MAX]


def _id(key: str) -> int:
    """0 for a new row."""
    return max(read_whole(key), 0)


def _title(text: str) -> str:
    line = _line(text)
    opened = line.lower().startswith(OPENING.lower()) or line.lower() == OPENING.strip().lower()
    return (line if opened or not line else OPENING + line)[: settings.TITLE_MAX]


def _tags(text: str) -> tuple[str, ...]:
    words = dict.fromkeys(clean_line(word).lower() for word in text[:_TEXT_MOST].split(","))
    return tuple(word for word in words if word)[: settings.TAGS_MAX]


def _packages(posted: Mapping[str, Any]) -> tuple[TypedPackage, ...]:
    return tuple(_package(posted, tier) for tier in TIERS)


def _package(posted: Mapping[str, Any], tier: str) -> TypedPackage:
    def held(name: str) -> str:
        return str(posted.get(f"{tier}-{name}", ""))

    revisions = held("revisions")
    return TypedPackage(
        tier=tier,
        offered=tier == Tier.BASIC or bool(held("offered")),
        name=_line(held("name"), 40),
        description=_line(held("description"), 200),
        price_minor=_amount(held("price")),
        days=_whole(held("days")),
        revisions=None if revisions == UNLIMITED else _whole(revisions),
    )


def _amount(text: str) -> int | None:
    try:
        amount = parse_amount(text.strip()[:20])
    except BadAmount:
        return None
    return amount if 0 < amount <= settings.PRICE_MAX_MINOR else None


def _whole(text: str) -> int | None:
    number = read_whole(text.strip()[:6])
    return number if 0 <= number <= _DAYS_MOST else None


def _milestone(posted: QueryDict) -> TypedMilestone:
    return TypedMilestone(
        id=_id(posted.get("open_milestone", "")),
        name=_line(str(posted["milestone-name"]), 80),
        description=_text(posted.get("milestone-description", ""))[:500],
        zoom="milestone-zoom" in posted,
        package_ids=frozenset(_id(key) for key in posted.getlist("milestone-packages")),
    )


def _faq(posted: Mapping[str, Any]) -> TypedFaq:
    answer = _text(posted.get("faq-answer", ""))[:600]
    return TypedFaq(_id(posted.get("open_faq", "")), _line(posted["faq-question"], 120), answer)


def _question(posted: Mapping[str, Any]) -> Ask:
    kind = posted.get("question-kind", "")
    lines = dict.fromkeys(
        _line(line, 80) for line in posted.get("question-choices", "")[:_TEXT_MOST].split("\n")
    )
    return Ask(
        id=_id(posted.get("open_question", "")),
        text=_line(posted["question-text"]),
        kind=kind if kind in QuestionKind.values else QuestionKind.TEXT,
        choices=tuple(line for line in lines if line)[:10] if kind == QuestionKind.CHOICE else (),
        required="question-required" in posted,
    )
