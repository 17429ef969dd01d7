"""The floor page: six queries, full models, templates with inheritance, includes and the usual filters."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.backends.django import DjangoTemplates

from config.shared.access import Policy, declared
from tests.bench.floor.models import Answer, Item, Option, Review, Topic
from tests.bench.floor.tables import RELATED, REVIEWS

ENGINE = DjangoTemplates(
    {
        "NAME": "floor",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "libraries": {"humanize": "django.contrib.humanize.templatetags.humanize"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
)


@declared(Policy.PUBLIC)
def floor_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One item with options, reviews, answers and related items."""
    item = get_object_or_404(Item.objects.select_related("seller", "topic"), slug=slug)
    related = Item.objects.filter(topic=item.topic).exclude(pk=item.pk).select_related("seller", "topic")
    reviews = Review.objects.filter(item=item).select_related("author")
    context = {
        "item": item,
        "topics": Topic.objects.all(),
        "options": Option.objects.filter(item=item),
        "reviews": reviews[:REVIEWS],
        "answers": Answer.objects.filter(item=item),
        "related": related[:RELATED],
    }
    return HttpResponse(ENGINE.get_template("floor/item.html").render(context, request))
