"""The people of the demo market and how they sign in: four who trade, one who was suspended, and staff."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.operations.joining import confirm_address, register_member

PASSWORD = "milepost-demo"  # noqa: S105 - printed at every start; `check --deploy` refuses these accounts


@dataclass(frozen=True, slots=True)
class Person:
    """One sign-in. ``key`` is the part of the address before ``@demo.test``."""

    key: str
    handle: str
    name: str
    country: str
    time_zone: str
    languages: tuple[str, ...]
    bio: str

    @property
    def email(self) -> str:
        """The address, which is also the sign-in name."""
        return f"{self.key}@demo.test"


PEOPLE = (
    Person(
        "seller",
        "kovac-studio",
        "Ana Kovač",
        "SI",
        "Europe/Ljubljana",
        ("en", "sl", "de"),
        "I run a studio of four in Ljubljana. We model, animate, write music and build software, mostly for makers of"
        " physical things. You get the same person from the first call to the last file.",
    ),
    Person(
        "seller2",
        "okafor-and-bell",
        "Marcus Okafor",
        "GB",
        "Europe/London",
        ("en", "fr"),
        "Former bank analyst, now on the other side of the table. I write plans, research and words that people who"
        " decide about money read to the end.",
    ),
    Person(
        "buyer",
        "priya-makes",
        "Priya Raman",
        "US",
        "America/New_York",
        ("en", "hi"),
        "I make kettles and lamps in small series in Brooklyn, and I buy the skills that I do not have.",
    ),
    Person(
        "buyer2",
        "north-of-lund",
        "Jonas Lindqvist",
        "SE",
        "Europe/Stockholm",
        ("sv", "en"),
        "Two bakeries, one café, and too many plans for a third.",
    ),
    Person(
        "suspended",
        "lev-all-day",
        "Lev Brodsky",
        "CZ",
        "Europe/Prague",
        ("en", "cs"),
        "Campaigns for shops that open, and the odd one that closes.",
    ),
)
STAFF = Person(
    "staff", "stella-of-milepost", "Stella Marin", "PT", "Europe/Lisbon", ("en", "pt"), "Milepost staff."
)

CLERKS = (
    (
        "Support",
        Person("support", "samir-of-milepost", "Samir Haddad", "FR", "Europe/Paris", ("en", "fr"), ""),
    ),
    (
        "Moderation",
        Person("moderation", "ines-of-milepost", "Inês Duarte", "PT", "Europe/Lisbon", ("en", "pt"), ""),
    ),
    (
        "Finance",
        Person("finance", "otto-of-milepost", "Otto Brandt", "DE", "Europe/Berlin", ("en", "de"), ""),
    ),
)
"""One of each group of staff (docs/staff.md), beside the one who may do everything."""


def let_in() -> None:
    """Give everybody the password. It is one for all, so one costly hash is too."""
    User.objects.update(password=make_password(PASSWORD))


def join(person: Person, *, at: datetime) -> User:
    """Make a member with a confirmed address, who cannot sign in before ``let_in``."""
    return register_member(
        email=person.email,
        password=None,
        handle=person.handle,
        display_name=person.name,
        country=person.country,
        languages=person.languages,
        time_zone=person.time_zone,
        bio=person.bio,
        at=at,
    )


def join_staff(*, at: datetime) -> User:
    """Make the member of staff, who may do everything in the admin."""
    user = User.objects.create_superuser(
        STAFF.email,
        None,
        handle=STAFF.handle,
        display_name=STAFF.name,
        country=STAFF.country,
        languages=list(STAFF.languages),
        time_zone=STAFF.time_zone,
        bio=STAFF.bio,
        joined_at=at,
    )
    confirm_address(user=user)
    return user


def join_clerk(person: Person, group: str, *, at: datetime) -> User:
    """Make a member of staff who belongs to one group."""
    user = User.objects.create_user(
        person.email,
        None,
        is_staff=True,
        handle=person.handle,
        display_name=person.name,
        country=person.country,
        languages=list(person.languages),
        time_zone=person.time_zone,
        bio=f"Milepost staff, {group.lower()}.",
        joined_at=at,
    )
    user.groups.add(Group.objects.get(name=group))
    confirm_address(user=user)
    return user
