"""The three groups of staff and what each may see and do (docs/staff.md; product.md 8).

Permissions are usually made after all migrations; here they are made before, so that they can be given.
"""

from typing import Any

from django.contrib.auth.management import create_permissions
from django.db import migrations

_ORDERS = (
    "orders.view_order",
    "orders.view_ordermilestone",
    "orders.view_event",
    "orders.view_delivery",
    "orders.view_deliveryfile",
    "orders.view_answer",
    "orders.view_dispute",
    "orders.change_dispute",
    "orders.view_statement",
    "orders.view_cancellationrequest",
    "orders.view_amendment",
    "orders.view_resumption",
    "orders.view_subscription",
    "orders.view_call",
    "offers.view_offer",
    "offers.view_offermilestone",
    "offers.view_offercomment",
    "accounts.view_user",
)
_REPORTS = (
    "offers.view_report",
    "offers.view_reportact",
    "offers.change_report",
    "offers.view_conversation",
    "offers.view_message",
    "accounts.view_user",
    "accounts.view_standingevent",
    "gigs.view_gig",
    "gigs.view_package",
    "gigs.view_milestone",
    "gigs.view_gigdecision",
    "orders.view_review",
)
GROUPS = {
    "Support": (
        *_ORDERS,
        *_REPORTS,
        "offers.view_offerrequest",
        "accounts.view_notification",
        "accounts.view_mail",
        "accounts.view_sentmail",
        "account.view_emailaddress",
        "mfa.view_authenticator",
        "mfa.delete_authenticator",
    ),
    "Moderation": (
        *_REPORTS,
        "gigs.change_gig",
        "gigs.view_category",
        "gigs.add_category",
        "gigs.change_category",
        "gigs.view_subcategory",
        "gigs.add_subcategory",
        "gigs.change_subcategory",
        "gigs.view_workflowtemplate",
        "gigs.add_workflowtemplate",
        "gigs.change_workflowtemplate",
        "gigs.view_templatemilestone",
        "gigs.add_templatemilestone",
        "gigs.change_templatemilestone",
        "gigs.delete_templatemilestone",
        "accounts.change_user",
        "orders.change_review",
    ),
    "Finance": (
        *_ORDERS,
        "orders.change_order",
        "orders.split_dispute",
        "orders.view_intent",
        "orders.change_intent",
        "orders.view_refundact",
        "orders.view_attempt",
        "orders.change_attempt",
        "orders.view_savedcard",
        "orders.view_entry",
        "orders.view_settlement",
        "admin.view_logentry",
    ),
}
"""By group: its permissions."""


def make(apps: Any, schema_editor: Any) -> None:
    """Make the groups, or give them exactly this again."""
    del schema_editor
    for app in apps.get_app_configs():
        if not hasattr(app, "models_module"):  # an app as migrations know it; without one it is passed over
            app.models_module = True
        create_permissions(app, apps=apps, verbosity=0)
    permission, group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    known = {
        f"{one.content_type.app_label}.{one.codename}": one
        for one in permission.objects.select_related("content_type")
    }
    for name, codes in GROUPS.items():
        made, _ = group.objects.get_or_create(name=name)
        made.permissions.set([known[code] for code in codes])


def unmake(apps: Any, schema_editor: Any) -> None:
    """Without the groups; their members stay staff without a right."""
    del schema_editor
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    """Data only."""

    dependencies = [
        ("orders", "0011_asking_for_reviews"),
        ("offers", "0006_requests_for_the_same_again"),
        ("gigs", "0008_ratings_by_three_questions"),
        ("accounts", "0004_rating_as_buyer"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0001_initial"),
        ("mfa", "0001_initial"),
    ]

    operations = [migrations.RunPython(make, unmake)]
