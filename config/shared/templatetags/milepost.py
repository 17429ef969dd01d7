"""Tags and filters of the page components. A builtin library: no template needs to load it."""

import zoneinfo
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms import BoundField
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.shared import durations, moments, panels
from config.shared import money as amounts
from config.shared.components import Countdown

register = template.Library()

SOON_SECONDS = 2 * 86_400
URGENT_SECONDS = 6 * 3_600
STATES: dict[str, tuple[str, str]] = {
    "planned": ("", "Planned"),
    "awaiting_payment": ("credit-card", "Waiting for payment"),
    "in_progress": ("", "In progress"),
    "delivered": ("eye", "Delivered"),
    "in_revision": ("rotate-ccw", "In revision"),
    "accepted": ("check", "Accepted"),
    "dropped": ("", "Dropped"),
    "cancelled": ("", "Cancelled"),
    "refunded": ("undo-2", "Refunded"),
}
CONTROL_CLASSES = {
    "CheckboxInput": "checkbox",
    "NullBooleanSelect": "select",
    "Select": "select",
    "SelectMultiple": "select",
    "Textarea": "textarea",
}
OPTION_CLASSES = {"RadioSelect": "radio", "CheckboxSelectMultiple": "checkbox"}
BARE_WIDGETS = {"HiddenInput", "MultipleHiddenInput"}


@register.simple_tag
@cache
def asset(path: str) -> str:
    """The address of a static file; the plain one where no manifest has been made, so that error pages never fail.

    Asked some thirty times a page, and the same for as long as the process lives.
    """
    try:
        return str(staticfiles_storage.url(path))
    except ValueError:
        return f"{settings.STATIC_URL}{path}"


@register.simple_tag
@cache
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of the sprite (static/src/icons.mjs lists them); decoration only, words stand beside it."""
    return format_html(
        '<svg aria-hidden="true" class="{}"><use href="{}#{}"></use></svg>',
        f"icon {classes}".rstrip(),
        asset("icons.svg"),
        name,
    )


@register.filter
def state_icon(state: str) -> str:
    """Name of the icon inside a state's mark; empty where the mark's own shape says it."""
    return STATES.get(state, ("", ""))[0]


@register.filter
def state_word(state: str) -> str:
    """A milestone state in words, for marks that came without a label."""
    return STATES.get(state, ("", state.replace("_", " ").capitalize()))[1]


@register.filter
def money(minor: int | str | None) -> str:
    """Minor units for reading, ``$1,234.50``; nothing for nothing."""
    return amounts.format_money(int(minor)) if minor is not None and str(minor) else ""


@register.filter
def local_time(moment: datetime | None) -> str | SafeString:
    """A moment in the viewer's zone as ``<time>``, in the words of ``moments.moment_words``."""
    if moment is None:
        return ""
    iso = moment.isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', iso, moments.moment_words(moment))


@register.filter
def local_date(moment: datetime | None) -> str | SafeString:
    """The day of a moment in the viewer's zone as ``<time>``: ``1 Dec 2026``."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.isoformat(timespec="seconds"),
        date_format(timezone.localtime(moment), "j M Y"),
    )


@register.filter
def variant(seed: int | None, count: int) -> int:
    """A stable number from 0 up to ``count`` exclusive, made of any seed."""
    return int(seed or 0) % count


@register.filter
def initials(name: str) -> str:
    """At most two letters for a picture that is not there."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper() or "?"


@register.inclusion_tag("components/countdown.html")
def countdown(
    deadline: datetime | Countdown | None,
    now: datetime | None = None,
    other_zone: str = "",
    other_name: str = "",
) -> dict[str, object]:
    """A deadline as its viewer reads it: what is left, until when here, until when for the other side.

    Takes a ``components.Countdown`` or its four values. Amber at 2 days, red at 6 hours (look.md 2).
    """
    if isinstance(deadline, Countdown):
        known = deadline
    elif deadline is None or now is None:
        return {"deadline": None}
    else:
        known = Countdown(deadline, now, other_zone, other_name)
    left = known.deadline - known.now
    return {
        "deadline": known.deadline,
        "deadline_iso": known.deadline.isoformat(),
        "now_iso": known.now.isoformat(),
        "left": durations.in_words(left) if left.total_seconds() > 0 else "",
        "level": _level(durations.seconds(left)),
        "other_time": _elsewhere(known.deadline, known.other_zone),
        "other_name": known.other_name,
    }


def _level(seconds: int) -> str:
    if seconds <= 0:
        return "over"
    if seconds <= URGENT_SECONDS:
        return "urgent"
    return "soon" if seconds <= SOON_SECONDS else "calm"


def _elsewhere(deadline: datetime, zone_name: str) -> str:
    """The same moment on the other person's clock, with the day when it is another day there; empty when equal."""
    try:
        zone = zoneinfo.ZoneInfo(zone_name) if zone_name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return ""
    if zone is None or zone.utcoffset(deadline.astimezone(zone)) == timezone.localtime(deadline).utcoffset():
        return ""
    return moments.elsewhere(deadline, zone)


@register.simple_tag(takes_context=True)
def panel(context: Context, place: str, subject: Any = None) -> SafeString | str:
    """What the higher apps show at a place of this page; nothing without a request."""
    request = context.get("request")
    return panels.render_panels(place, request, subject) if request is not None else ""


@register.simple_tag
def control(field: BoundField, classes: str = "", hint: str = "", *, dressed: bool = False) -> SafeString:
    """A form field's widget in our clothes, wired to its hint and its errors (components/field.html has both).

    ``dressed``: components/field_control.html has put its sign and its count beside it.
    """
    name = type(field.field.widget).__name__
    if name in OPTION_CLASSES:
        return _options(field, OPTION_CLASSES[name])
    attrs: dict[str, Any] = {}
    if name not in BARE_WIDGETS:
        own = field.field.widget.attrs.get("class", "")
        plain = "file-input" if is_file(field) else CONTROL_CLASSES.get(name, "input")
        base = "" if classes == "toggle" else plain
        attrs["class"] = " ".join(filter(None, (base, own, classes)))
    described = [f"{field.auto_id}_helptext"] if hint or field.help_text else []
    described += [f"{field.auto_id}_error"] if field.errors else []
    described += [f"{field.auto_id}_sign"] if dressed and is_amount(field) else []
    described += [f"{field.auto_id}_count"] if dressed and limit_of(field) else []
    if described and not field.use_fieldset and not field.is_hidden:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


def _options(field: BoundField, classes: str) -> SafeString:
    """Radios or check boxes, each inside a label tall enough for a finger."""
    field.field.widget.attrs["class"] = classes
    return format_html_join(
        "",
        '<label class="check" for="{}">{}<span>{}</span></label>',
        ((option.id_for_label, option.tag(), option.choice_label) for option in field.subwidgets),
    )


@register.filter
def is_group(field: BoundField) -> bool:
    """True for radios and groups of check boxes: they want a fieldset and a legend instead of a label."""
    return bool(field.field.widget.use_fieldset)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """True for a single check box, whose label stands beside it."""
    return type(field.field.widget).__name__ == "CheckboxInput"


@register.filter
def is_amount(field: BoundField) -> bool:
    """True for an amount of money: the only fields that ask for the keyboard with decimals."""
    return bool(field.field.widget.attrs.get("inputmode") == "decimal")


@register.filter
def is_file(field: BoundField) -> bool:
    """True for a field that takes files."""
    return bool(field.field.widget.needs_multipart_form)


@register.filter
def limit_of(field: BoundField) -> str:
    """How many characters a long text, or a line with ``data-counted``, may have; nothing for other fields."""
    widget = field.field.widget
    counted = type(widget).__name__ == "Textarea" or "data-counted" in widget.attrs
    limit = widget.attrs.get("maxlength") if counted else None
    return f"{int(limit):,}" if limit else ""


@register.simple_tag
def currency_sign() -> str:
    """The currency as it stands before an amount."""
    code: str = settings.CURRENCY
    return amounts.SYMBOLS.get(code, code)


@register.filter
def undo_of(tags: str) -> str:
    """Where a message's act is taken back: its tags carry ``undo:/path/``, on this site only."""
    found = [tag.removeprefix("undo:") for tag in tags.split() if tag.startswith("undo:/")]
    return found[0] if found and not found[0].startswith("//") else ""
