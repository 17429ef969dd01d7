"""The address of a meeting: what one side pastes and the other clicks, so that little is let through."""

from urllib.parse import urlsplit

from orders.meetings import LINK_MAX

BAD_LINK = "Paste the meeting's address: it begins with https:// and names a site, as in https://zoom.us/j/…"


class BadLinkError(ValueError):
    """What was pasted is no address that we would let the other side click."""


def meeting_link(text: str) -> str:
    """The address of a meeting as it is kept and shown.

    Only https, with a host of ASCII letters and a dot (punycode is fine), without a name or password before it,
    at most 500 characters. Raises BadLinkError.
    """
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise BadLinkError(BAD_LINK) from error
    if len(text) > LINK_MAX:
        message = f"Keep the link within {LINK_MAX} characters (it has {len(text)})."
        raise BadLinkError(message)
    if parts.scheme != "https" or port == 0 or not _is_host(parts.hostname or ""):
        raise BadLinkError(BAD_LINK)
    if "@" in parts.netloc:
        message = "Leave out the name and password before the site's name: the other side would see them."
        raise BadLinkError(message)
    if not text.isprintable() or not text.isascii() or any(c in text for c in " \"'<>\\^`{|}"):
        raise BadLinkError(BAD_LINK)
    return f"https{text[5:]}"


def _is_host(host: str) -> bool:
    labels = host.split(".")
    named = len(labels) > 1 and not labels[-1].isdigit()
    return named and all(part and part.isascii() and part.replace("-", "").isalnum() for part in labels)
