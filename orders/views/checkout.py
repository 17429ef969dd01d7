"""Ordering a package, and accepting an offer (product.md 3.3, 4 and 5.2, row 1)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import fresh_command
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.pages import render_page
from gigs.counter import counter
from gigs.models import Gig
from gigs.queries import CheckoutTerms, PackageTerms, terms_for_checkout
from gigs.visits import is_customer
from offers.models import Offer
from offers.operations.accepting import must_be_acceptable
from offers.operations.answering import mark_opened
from offers.states import State
from orders import access
from orders.forms import CardForm, CheckoutForm
from orders.models import Order
from orders.operations.placing import check_sides, place_from_gig, place_from_offer
from orders.operations.subscribing import AnotherDay
from orders.payments.cards import cards_of
from orders.queries.checkout import MILESTONES, package_of, plan_of_offer, plans_of_package
from orders.views.accept_forms import agreed_in, fresh_accept_form, posted_accept_form
from orders.views.acts import page_of_act
from orders.views.cards import after_payment, charged_with, test_cards


@declared(Policy.MEMBER)
@page_of_act
def checkout(request: HttpRequest, slug: str) -> HttpResponse:
    """Order a package of a gig: how to pay, what is charged now and later, with which card."""
    gig = get_object_or_404(
        Gig.objects.visible_to(request.user).select_related("seller", "subcategory"), slug=slug
    )
    terms = terms_for_checkout(gig.pk)
    if request.method == "POST":
        return _order(request, gig, terms)
    check_sides(gig, request.user.pk or 0)
    package = _package(terms, request.GET.get("package", ""))
    if is_customer(request, gig.seller_id):
        counter.count(gig.slug, "checkouts", clock.now())
    form = _fresh_form(request, terms, package)
    return _show(request, gig, terms, package, form)


def _package(terms: CheckoutTerms, tier: str) -> PackageTerms:
    package = package_of(terms, tier)
    if package is None:
        raise Http404
    return package


def _fresh_form(request: HttpRequest, terms: CheckoutTerms, package: PackageTerms) -> CheckoutForm:
    wanted = request.GET.get("plan", MILESTONES)
    plan = wanted if wanted in dict(CheckoutForm.PLANS) and package.can_pay_per_milestone else None
    initial = {
        **fresh_command(terms.version),
        "package": package.tier,
        "plan": plan or _default_plan(package),
    }
    return CheckoutForm(initial=initial, cards=cards_of(request.user.pk or 0))


def _default_plan(package: PackageTerms) -> str:
    return MILESTONES if package.can_pay_per_milestone else "full"


def _order(request: HttpRequest, gig: Gig, terms: CheckoutTerms) -> HttpResponse:
    user_id = request.user.pk or 0
    package = _package(terms, request.POST.get("package", ""))
    form = CheckoutForm(request.POST, cards=cards_of(user_id))
    if not form.is_valid():
        return _show(request, gig, terms, package, form, status=422)
    data, click = form.cleaned_data, form.click(user_id)

    def place(card_id: UUID) -> Order:
        return place_from_gig(
            gig_id=gig.pk,
            gig_version=click.version or 0,
            tier=data["package"],
            per_milestone=data["plan"] == MILESTONES,
            card_id=card_id,
            click=click,
        )

    try:
        order = charged_with(form, user_id, place)
    except Invalid as fault:
        form.add_error(fault.field, fault.message)
        return _show(request, gig, terms, package, form, status=fault.status_code)
    except Stale as stale:
        return _show_again(request, gig, form, stale)
    return placed(request, order)


def _show_again(request: HttpRequest, gig: Gig, form: CheckoutForm, stale: Stale) -> HttpResponse:
    """The gig moved while the page was open: its new price, with the card kept."""
    terms = terms_for_checkout(gig.pk)
    package = package_of(terms, form.cleaned_data["package"]) or _package(terms, "")
    fresh = _fresh_form(request, terms, package)
    if form.kept is not None or form.saved_id is not None:
        fresh.fields["card"].initial = str(form.kept.pk if form.kept else form.saved_id)
    if package.can_pay_per_milestone:
        fresh.initial["plan"] = form.cleaned_data["plan"]
    return _show(request, gig, terms, package, fresh, status=stale.status_code, notice=stale.message)


def _show(
    request: HttpRequest,
    gig: Gig,
    terms: CheckoutTerms,
    package: PackageTerms,
    form: CheckoutForm,
    *,
    status: int = 200,
    notice: str = "",
) -> HttpResponse:
    plans = plans_of_package(gig, package, clock.now())
    chosen = str(form["plan"].value())
    context = {
        "gig": gig,
        "seller": gig.seller,
        "packages": terms.packages,
        "package": package,
        "plans": plans,
        "chosen_plan": chosen if chosen in {plan.key for plan in plans} else plans[0].key,
        "form": form,
        "notice": notice,
        "test_cards": test_cards(),
    }
    return render_page(request, "orders/checkout.html", context, status=status)


@declared(Policy.BUYER_SIDE)
@page_of_act
def offer_accept(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Accept an offer and pay its first milestone. A dead offer says so, and nothing is charged."""
    offer = access.offer_to_accept(request.user, offer_id)
    user_id = request.user.pk or 0
    if request.method != "POST":
        mark_opened(offer_id=offer.pk, at=clock.now())
        return _show_offer(request, offer, fresh_accept_form(offer, clock.now()))
    form = posted_accept_form(offer, clock.now(), request.POST)
    if not form.is_valid():
        return _show_offer(request, offer, form, status=422)
    click, agreed = form.click(user_id), agreed_in(form)
    try:
        order = charged_with(
            form,
            user_id,
            lambda card_id: place_from_offer(offer_id=offer.pk, card_id=card_id, click=click, agreed=agreed),
        )
    except AnotherDay as stale:
        again = fresh_accept_form(offer, click.at, form.kept.pk if form.kept else form.saved_id)
        return _show_offer(request, offer, again, status=stale.status_code, notice=stale.message)
    except Invalid as fault:
        form.add_error(fault.field, fault.message)
        return _show_offer(request, offer, form, status=fault.status_code)
    except Refusal as refusal:
        return _dead(request, offer, refusal.message, refusal.status_code)
    return placed(request, order)


def _show_offer(
    request: HttpRequest, offer: Offer, form: CardForm, *, status: int = 200, notice: str = ""
) -> HttpResponse:
    try:
        must_be_acceptable(offer, clock.now())
    except Refusal as refusal:
        return _dead(request, offer, refusal.message, refusal.status_code)
    plan = plan_of_offer(offer, clock.now())
    context: dict[str, Any] = {
        "offer": offer,
        "seller": offer.seller,
        "plan": plan,
        "plans": [plan],
        "form": form,
        "notice": notice,
        "test_cards": test_cards(),
    }
    return render_page(request, "orders/offer_accept.html", context, status=status)


def _dead(request: HttpRequest, offer: Offer, words: str, status: int) -> HttpResponse:
    """Why it cannot be accepted, and where to go on; ``offer`` may be older than the refusal, so it is read again."""
    offer.refresh_from_db(fields=["state", "order_number"])
    if offer.state != State.ACCEPTED and "charged" not in words:
        words = f"{words} Nothing was charged."
    newer = Offer.objects.filter(supersedes=offer).exclude(state=State.DRAFT).first()
    context = {"words": words, "offer": offer, "newer": newer, "back": f"/offers/{offer.pk}/"}
    return render_page(request, "orders/offer_dead.html", context, status=status)


def placed(request: HttpRequest, order: Order) -> HttpResponse:
    """After an order was placed: on to it, or to what its payment still wants."""
    url = after_payment(order)
    if url == reverse("orders:order_detail", args=[order.number]):
        messages.success(request, f"Ordered and paid. The order is {order.number}.")
    return redirect(url)
