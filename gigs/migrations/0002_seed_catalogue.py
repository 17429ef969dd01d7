"""The catalogue at the start; the article names five trades whose gigs may carry milestones. Staff edit it."""

from typing import Any

from django.db import migrations

# (category, icon, ((subcategory, gig milestones, offer milestones), …))
CATALOGUE: tuple[tuple[str, str, tuple[tuple[str, bool, bool], ...]], ...] = (
    (
        "Graphics & Design",
        "image",
        (
            ("Logo Design", False, True),
            ("Brand Style Guides", False, True),
            ("Illustration", False, True),
            ("Packaging Design", False, True),
        ),
    ),
    (
        "Video & Animation",
        "video",
        (
            ("3D Product Animation", True, True),
            ("Explainer Videos", False, True),
            ("Video Editing", False, True),
            ("Subtitles & Captions", False, False),
        ),
    ),
    (
        "Business",
        "briefcase",
        (
            ("Business Plans", True, True),
            ("Market Research", False, True),
            ("Financial Consulting", False, True),
            ("Virtual Assistant", False, False),
        ),
    ),
    (
        "Music & Audio",
        "zap",
        (
            ("Producers & Composers", True, True),
            ("Mixing & Mastering", False, True),
            ("Voice Over", False, False),
            ("Podcast Production", False, True),
        ),
    ),
    (
        "Programming & Tech",
        "monitor",
        (
            ("Desktop Applications", True, True),
            ("Website Development", False, True),
            ("Mobile Apps", False, True),
            ("Support & IT", False, False),
        ),
    ),
    (
        "Digital Marketing",
        "globe",
        (
            ("Social Media Marketing", True, True),
            ("Search Engine Optimization", False, True),
            ("E-mail Marketing", False, True),
        ),
    ),
    (
        "Writing & Translation",
        "file-text",
        (
            ("Articles & Blog Posts", False, True),
            ("Proofreading & Editing", False, False),
            ("Translation", False, True),
            ("Website Content", False, True),
        ),
    ),
)


def slug_of(name: str) -> str:
    """The address of a name: lower case, words joined by hyphens."""
    return "-".join("".join(c if c.isalnum() or c == "-" else " " for c in name.lower()).split())


def seed(apps: Any, schema_editor: Any) -> None:
    """Write the rows that are not there yet."""
    category_model, subcategory_model = (
        apps.get_model("gigs", "Category"),
        apps.get_model("gigs", "Subcategory"),
    )
    for order, (name, icon, trades) in enumerate(CATALOGUE, start=1):
        category, _ = category_model.objects.get_or_create(
            slug=slug_of(name), defaults={"name": name, "icon": icon, "order": order}
        )
        for trade, gig_milestones, offer_milestones in trades:
            subcategory_model.objects.get_or_create(
                slug=slug_of(trade),
                defaults={
                    "category": category,
                    "name": trade,
                    "gig_milestones": gig_milestones,
                    "offer_milestones": offer_milestones,
                },
            )


class Migration(migrations.Migration):
    """Seed, kept when undone: gigs may stand on the rows."""

    dependencies = [("gigs", "0001_initial")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
