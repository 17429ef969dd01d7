"""Every page of the site as each of its people sees it, found in a loaded demo market."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from accounts.models import Mail, User
from config.shared import clock
from gigs.models import Gig
from offers.models import Conversation, Offer
from offers.states import Kind as OfferKind
from orders.models import Dispute, Order, Settlement, Subscription
from orders.queries.actions import Action, actions_for, bar_of
from orders.queries.cards import card_rows
from orders.queries.case import case_of
from orders.states import Act, Role
from tests.journeys import records

ROLES = ("visitor", "buyer", "seller", "suspended", "staff")


@dataclass(frozen=True, slots=True)
class Sight:
    """One page. ``opens``: the link on it that opens a dialog, which is then what is looked at."""

    name: str
    path: str
    opens: str = ""


def person_of(role: str) -> User | None:
    """Who looks; nobody for the visitor."""
    return None if role == "visitor" else User.objects.get(email=f"{role}@demo.test")


def sights(role: str) -> list[Sight]:
    """All pages of one role, in the order of a walk."""
    walks = {
        "visitor": _visitor,
        "buyer": _buyer,
        "seller": _seller,
        "suspended": _suspended,
        "staff": _staff,
    }
    return list(walks[role]())


def _visitor() -> Iterator[Sight]:
    gig = _gig_with_milestones()
    yield Sight("home", "/")
    yield Sight("browse", "/gigs/")
    yield Sight("browse-category", f"/gigs/?category={gig.subcategory.category.slug}&milestones=on")
    yield Sight("browse-nothing", "/gigs/?q=zzzz")
    yield Sight("gig", f"/gigs/{gig.slug}/")
    yield Sight("gig-premium", f"/gigs/{gig.slug}/?package=premium")
    plain = Gig.objects.filter(state="active", milestones__isnull=True).order_by("pk").first()
    if plain is not None:
        yield Sight("gig-plain", f"/gigs/{plain.slug}/")
    paused = Gig.objects.filter(state="paused").order_by("pk").first()
    if paused is not None:
        yield Sight("gig-paused", f"/gigs/{paused.slug}/")
    yield Sight("person", f"/people/{gig.seller.handle}/")
    for name in ("login", "signup", "password/reset"):
        yield Sight(name.replace("/", "-"), f"/accounts/{name}/")
    yield Sight("design", "/design/")
    yield Sight("mails", "/mails/")
    yield Sight("not-found", "/nowhere/")


def _gig_with_milestones() -> Gig:
    chosen = (
        Gig.objects.filter(state="active", milestones__isnull=False)
        .select_related("seller", "subcategory__category")
        .order_by("pk")
        .first()
    )
    assert chosen is not None
    return chosen


def _member(user: User) -> Iterator[Sight]:
    yield Sight("home", "/")
    yield Sight("messages-menu", "/", opens="Messages")
    yield Sight("notifications", "/notifications/")
    yield Sight("inbox", "/inbox/")
    yield Sight("inbox-archived", "/inbox/?box=archived")
    yield Sight("inbox-found", "/inbox/?search=the")
    yield Sight("quick-replies", "/inbox/replies/")
    for name in ("profile", "mails", "email", "password/change", "2fa", "logout", "welcome"):
        yield Sight(f"account-{name.replace('/', '-')}", f"/accounts/{name}/")
    mail = Mail.objects.filter(to=user.email).order_by("pk").first()
    if mail is not None:
        yield Sight("mail", f"/mails/{mail.pk}/")


def _buyer() -> Iterator[Sight]:
    buyer = User.objects.get(email="buyer@demo.test")
    yield from _member(buyer)
    yield from _cards(buyer)
    yield Sight("buying", "/buying/")
    yield Sight("favourites", "/favourites/")
    gig = _gig_with_milestones()
    yield Sight("gig", f"/gigs/{gig.slug}/")
    yield Sight("gig-favourite", f"/gigs/{gig.slug}/favourite/")
    yield Sight("checkout", f"/gigs/{gig.slug}/order/?package=basic")
    yield Sight("write-to-seller", f"/inbox/new/?gig={gig.slug}")
    yield from _talks(Conversation.objects.filter(seats__user=buyer))
    yield from _offers(Offer.objects.filter(buyer=buyer).exclude(state="draft"))
    sent = Offer.objects.filter(buyer=buyer, state="sent").order_by("pk").first()
    if sent is not None:
        yield Sight("offer-decline", f"/offers/{sent.pk}/decline/")
        yield Sight("offer-accept", f"/offers/{sent.pk}/accept/")
        yield Sight("offer-changes", f"/offers/{sent.pk}/changes/")
    yield Sight("offer-ask", f"/inbox/ask/?gig={gig.slug}")
    yield from (Sight(*place) for place in records.of_buyer(buyer))
    yield from _orders(buyer, Role.BUYER)


def _cards(buyer: User) -> Iterator[Sight]:
    """Saved cards, and the removal of one that a subscription needs."""
    yield Sight("cards", "/accounts/cards/")
    yield Sight("card-new", "/accounts/cards/new/")
    row = next((row for row in card_rows(buyer.pk, clock.now()) if row.subscriptions), None)
    if row is not None:
        yield Sight("card-remove", f"/accounts/cards/{row.card.pk}/remove/")


def _suspended() -> Iterator[Sight]:
    """Somebody who may begin nothing new, on both sides of a running order."""
    user = person_of("suspended")
    yield Sight("profile", "/accounts/profile/")
    for role in (Role.BUYER, Role.SELLER):
        order = Order.objects.get(**{role.value: user})
        yield Sight(f"order-as-{role.value}", f"/orders/{order.number}/")


def _seller() -> Iterator[Sight]:
    seller = User.objects.get(email="seller@demo.test")
    yield from _member(seller)
    yield Sight("selling", "/selling/")
    yield Sight("earnings", "/selling/earnings/")
    yield Sight("own-gigs", "/selling/gigs/")
    yield Sight("favourites-none", "/favourites/")
    own = _gig_with_milestones()
    yield Sight("own-gig", f"/gigs/{own.slug}/")
    yield Sight("gig-figures", f"/selling/gigs/{own.slug}/figures/?days=90")
    yield Sight("gig-new", "/selling/gigs/new/")
    yield from _editor(seller)
    yield from _talks(Conversation.objects.filter(seats__user=seller))
    conversation = Conversation.objects.filter(seats__user=seller).order_by("created_at").first()
    if conversation is not None:
        gig = (
            Gig.objects.filter(seller=seller, state="active", milestones__isnull=False).order_by("pk").first()
        )
        new = f"/inbox/{conversation.pk}/offers/new/"
        yield Sight("offer-new-1", new)
        if gig is not None:
            yield Sight("offer-new-2", f"{new}?gig={gig.slug}")
            yield Sight("offer-new-3", f"{new}?gig={gig.slug}&kind={OfferKind.MILESTONES}")
            yield Sight("offer-new-single", f"{new}?gig={gig.slug}&kind={OfferKind.SINGLE}")
    yield from _offers(Offer.objects.filter(seller=seller))
    open_one = Offer.objects.filter(seller=seller, state="sent").order_by("pk").first()
    if open_one is not None:
        talk = open_one.conversation_id
        yield Sight("offer-new-version", f"/inbox/{talk}/offers/new/?replaces={open_one.pk}")
    yield from (Sight(*place) for place in records.of_seller(seller))
    yield from _orders(seller, Role.SELLER)


def _editor(seller: User) -> Iterator[Sight]:
    rich = Gig.objects.filter(seller=seller, milestones__isnull=False).order_by("pk").first()
    bare = Gig.objects.filter(seller=seller, milestones__isnull=True).order_by("pk").first()
    for gig, name in ((rich, "editor"), (bare, "editor-bare")):
        if gig is None:
            continue
        for tab in ("overview", "pricing", "description", "requirements", "gallery", "publish"):
            yield Sight(f"{name}-{tab}", f"/selling/gigs/{gig.slug}/{tab}/")
    if rich is not None:
        yield Sight("editor-milestone", f"/selling/gigs/{rich.slug}/description/milestones/new/")
        yield Sight("editor-amounts", f"/selling/gigs/{rich.slug}/description/shares/basic/")
        yield Sight("editor-template-new", f"/selling/gigs/{rich.slug}/description/templates/new/")
        yield Sight("editor-templates", f"/selling/gigs/{rich.slug}/description/templates/")


def _talks(conversations: Iterable[Conversation]) -> Iterator[Sight]:
    for number, conversation in enumerate(list(conversations)[:2], start=1):
        yield Sight(f"conversation-{number}", f"/inbox/{conversation.pk}/")
        if number == 1:
            for act in ("block", "report", "replies"):
                yield Sight(f"conversation-{act}", f"/inbox/{conversation.pk}/{act}/")


def _offers(offers: Iterable[Offer]) -> Iterator[Sight]:
    seen: dict[tuple[str, str], Offer] = {}
    for offer in offers:
        seen.setdefault((offer.state, offer.kind), offer)
    for (state, kind), offer in seen.items():
        yield Sight(f"offer-{state}-{kind}", f"/offers/{offer.pk}/")


def _orders(user: User, role: Role) -> Iterator[Sight]:
    """One order of each situation, and the page of each act that is possible somewhere."""
    mine = Order.objects.filter(**{role.value: user}).select_related("buyer", "seller", "gig", "card")
    orders: dict[str, Order] = {}
    acts: dict[Act, tuple[Action, Order]] = {}
    for order in mine.order_by("placed_at"):
        case = case_of(order, role, clock.now())
        barred = "barred" if bar_of(case) else ""
        parts = [order.status, order.reason, case.milestone.status, order.kind, barred]
        situation = "-".join(filter(None, parts))
        orders.setdefault(situation, order)
        for action in actions_for(case):
            acts.setdefault(action.act, (action, order))
    for situation, order in orders.items():
        yield Sight(f"order-{situation}", f"/orders/{order.number}/")
    for act, (action, order) in acts.items():
        yield Sight(f"act-{act}", action.url)
        if action.dialog:
            yield Sight(f"dialog-{act}", f"/orders/{order.number}/", opens=action.label)
    ways = [order for act, (_, order) in acts.items() if act == Act.ACCEPT_AND_CONTINUE]
    if ways:
        yield Sight("order-accept", f"/orders/{ways[0].number}/accept/")


def _staff() -> Iterator[Sight]:
    yield Sight("admin", "/admin/")
    yield Sight("admin-orders", "/admin/orders/order/")
    order = Order.objects.order_by("placed_at").first()
    if order is not None:
        yield Sight("admin-order", f"/admin/orders/order/{order.pk}/change/")
    settled = Settlement.objects.filter(released_minor__gt=0, cleared_at=None).order_by("at").first()
    if settled is not None:
        yield Sight("admin-goodwill", f"/admin/orders/ordermilestone/{settled.milestone_id}/goodwill/")
    monthly = Subscription.objects.filter(status="active").order_by("placed_at").first()
    if monthly is not None:
        yield Sight("admin-subscription-cancel", f"/admin/orders/subscription/{monthly.pk}/cancel/")
    yield from (Sight(*place) for place in records.of_staff())
    yield Sight("admin-entries", "/admin/orders/entry/")
    yield Sight("admin-attempts", "/admin/orders/attempt/")
    yield Sight("admin-disputes", "/admin/orders/dispute/")
    case = Dispute.objects.filter(closed_at__isnull=True).order_by("opened_at").first()
    if case is not None:
        yield Sight("admin-dispute", f"/admin/orders/dispute/{case.pk}/case/")
    yield Sight("admin-gigs", "/admin/gigs/gig/")
    yield Sight("admin-reports", "/admin/offers/report/")
    yield Sight("admin-members", "/admin/accounts/user/")
    yield Sight("admin-subcategories", "/admin/gigs/subcategory/")
