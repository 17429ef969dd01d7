"""Both sides review each other, and reply (product.md 2, review window)."""

from django.http import HttpRequest, HttpResponse

from config.shared.access import Policy, declared
from config.shared.commands import Click
from orders import access
from orders.forms.reviews import ReplyForm, ReviewForm
from orders.models import Order
from orders.operations.reviewing import (
    NothingToReply,
    Opinion,
    PublicAlready,
    ReviewsOver,
    reply,
    write_review,
)
from orders.queries.case import Case
from orders.states import Act
from orders.views.acts import ActPage, act_page, page_of_act, why_not


def _write(order: Order, form: ReviewForm, click: Click) -> Order:
    data = form.cleaned_data
    opinion = Opinion(form.stars, data["text"], data["private_note"])
    return write_review(order_id=order.pk, opinion=opinion, click=click)


def _no_review(case: Case) -> str:
    if case.reviews is None:
        return why_not(case) if not case.ended else "Only completed orders are reviewed."
    mine = case.reviews.mine
    if mine is not None and mine.published_at is not None:
        return PublicAlready.default_message
    return ReviewsOver.default_message


REVIEW = ActPage(
    Act.WRITE_REVIEW,
    "Write a review",
    ReviewForm,
    _write,
    done="Thank you for your review.",
    build=lambda case: {"role": case.role, "mine": case.reviews.mine if case.reviews else None},
    why=_no_review,
)
REPLY = ActPage(
    Act.REPLY_REVIEW,
    "Reply to the review",
    ReplyForm,
    lambda order, form, click: reply(order_id=order.pk, text=form.cleaned_data["text"], click=click),
    done="Your reply is public.",
    why=lambda case: NothingToReply.default_message if case.ended else why_not(case),
)


@declared(Policy.PARTY)
@page_of_act
def order_review(request: HttpRequest, number: str) -> HttpResponse:
    """Stars for three questions, and a few words."""
    return act_page(request, *access.order_for(request.user, number), REVIEW)


@declared(Policy.PARTY)
@page_of_act
def order_review_reply(request: HttpRequest, number: str) -> HttpResponse:
    """The reviewed person answers, once."""
    return act_page(request, *access.order_for(request.user, number), REPLY)
