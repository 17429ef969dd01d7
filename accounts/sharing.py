"""A member's profile as machines see it: share metadata and schema.org facts."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.queries import PersonFacts
from config.shared.sharing import Share, absolute, brand_image, graph, summary


def share_of_person(person: User, facts: PersonFacts) -> Share | None:
    """None for a member who is suspended: such a page says what it must and no more."""
    if not person.in_good_standing:
        return None
    address = absolute(reverse("accounts:person_detail", args=[person.handle]))
    image = absolute(person.portrait_url) if person.portrait_url else brand_image()
    words = person.bio or f"{person.label} works on Milepost, one milestone at a time."
    return Share(
        title=f"{person.label} on Milepost",
        description=summary(words),
        url=address,
        image_url=image,
        image_alt=person.label if person.portrait_url else "",
        kind="profile",
        data=graph([_page(person, facts, address, image)]),
    )


def _page(person: User, facts: PersonFacts, address: str, image: str) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": person.label,
        "alternateName": person.handle,
        "url": address,
    }
    if person.bio:
        entity["description"] = summary(person.bio, 300)
    if person.portrait_url:
        entity["image"] = image
    if facts.country:
        entity["homeLocation"] = {"@type": "Country", "name": facts.country}
    if facts.languages:
        entity["knowsLanguage"] = list(facts.languages)
    joined = person.joined_at.date().isoformat()
    return {"@type": "ProfilePage", "url": address, "dateCreated": joined, "mainEntity": entity}
