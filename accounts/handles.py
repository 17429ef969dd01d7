"""Public names: drawn from words, never made from the address, unique without regard to case."""

import re
import secrets

from accounts.models import User

MIN_LENGTH = 3
MAX_LENGTH = 30
_FORM = re.compile(r"[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9]))+", re.ASCII)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words("""
amber birch bright brisk calm cedar chalk clear clever coral crisp dapper deft early ember fair fern
flint fresh gentle glad golden granite green hazel honest indigo ivory jade keen kind lemon level light
lilac linen lively lucid lunar maple marble mellow merry mild misty navy neat nimble noble north ochre
olive opal paper patient pearl pine plain plum polar prime proud quick quiet rapid ready river rosy
royal ruby sandy satin scarlet sharp silver sincere slate smart snowy solar sound south spry steady
stone sunny sure swift tall teal tidy topaz true upbeat velvet vivid warm west wild willow wise
""")
_SECOND = _words("""
acorn anchor anvil arch atlas badger bay beacon bridge brook canyon cape castle cliff cloud compass cove
crane creek delta dune eagle falcon field finch fjord forest forge fox garden gate glacier glade grove
gull harbor hare hawk heron hill island lagoon lake lantern lark ledge linden lynx magpie mason meadow
mesa mill moor moss oak oasis orchard otter owl path peak pebble petrel pier plover pond prairie quarry
quill rapids raven reef ridge robin rook sail shore sparrow spring spruce station stork stream summit
swallow thicket thrush tide timber tower trail valley wharf willow wren
""")
RESERVED = _words("""
about account accounts admin administrator anonymous api billing buyer buying contact design everyone
gig gigs handle health help home inbox info login logout mail mails me media member members messages
milepost moderator money new none noreply notifications null offer offers official order orders owner
pay payment payments people postmaster privacy profile refund root security seller selling settings
signin signup site staff static stripe subscriptions support system team terms test undefined user users
webhooks webmaster www you
""")


class BadHandleError(ValueError):
    """The text cannot be a handle; the message says why, for the person who typed it."""


def fresh_handle(address: str = "") -> str:
    """A free handle such as ``amber-harbor-412`` in which the name part of the address does not occur."""
    local = address.partition("@")[0].lower()
    while True:
        handle = f"{secrets.choice(_FIRST)}-{secrets.choice(_SECOND)}-{secrets.randbelow(900) + 100}"
        told = len(local) >= MIN_LENGTH and local in handle
        if not told and not User.objects.filter(handle=handle).exists():
            return handle


def check_handle(text: str, *, address: str) -> str:
    """The handle in lower case. Raises BadHandleError: form, length, reserved words, the member's own address."""
    handle = text.strip().lower()
    if not MIN_LENGTH <= len(handle) <= MAX_LENGTH:
        message = f"Use {MIN_LENGTH} to {MAX_LENGTH} characters."
        raise BadHandleError(message)
    if not _FORM.fullmatch(handle):
        message = "Use the letters a to z, digits, and single hyphens between them."
        raise BadHandleError(message)
    if handle in RESERVED or handle.partition("-")[0] in {"milepost", "admin", "staff", "support"}:
        message = "This handle is reserved. Choose another one."
        raise BadHandleError(message)
    local = address.partition("@")[0].lower()
    if handle in {local, local.replace(".", "-"), local.replace(".", ""), local.replace("_", "-")}:
        message = "Choose a handle that does not give away your e-mail address."
        raise BadHandleError(message)
    return handle
