"""One of everything, so that every route has an object to point at."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notification, SentMail, User
from accounts.notifications import ring
from config.shared import clock
from gigs.models import FaqEntry, Favourite, Gig, GigImage, Question, Substep, WorkflowTemplate
from offers.models import Attachment
from offers.operations import write_message
from offers.operations.replies import save_reply
from orders.feed_addresses import token_of
from orders.models import DeliveryFile, Dispute, Order
from orders.operations import delivering, disputing
from orders.operations.feeds import make_feed
from tests.access import after
from tests.factories.calls import agreed, zoomed
from tests.factories.gigs import live_gig_with_milestones
from tests.factories.offers import asked_offer, click_by, picture, sent_offer
from tests.orders import stories
from tests.orders.monthly import subscribed


@dataclass
class World:
    """The cast and its belongings; ``arguments`` fills the parameters of any route."""

    buyer: User
    seller: User
    gig: Gig
    order: Order
    by_route: dict[str, dict[str, Any]] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)

    def arguments(self, name: str, parameters: set[str]) -> dict[str, Any]:
        """Values for one route. Raises KeyError for a parameter that nothing here can fill."""
        known = {**self.shared, **self.by_route.get(name, {})}
        return {parameter: known[parameter] for parameter in parameters}


def build(buyer: User, seller: User) -> World:
    """A gig with everything, a conversation with a file, an open offer, a delivered order with a file, a bell entry."""
    gig = live_gig_with_milestones(seller)
    details = _details(gig)
    offer = sent_offer(seller, buyer, gig)
    upload = SimpleUploadedFile("plan.png", picture())
    write_message(
        conversation_id=offer.conversation_id, click=click_by(buyer), body="See here", files=[upload]
    )
    order = stories.order_of(seller, buyer, milestones=2)
    order = delivering.deliver(
        order_id=order.pk,
        message="Done.",
        uploads=[SimpleUploadedFile("work.txt", b"the work")],
        click=stories.click(seller, stories.fresh(order)),
    )
    ring(user_id=buyer.pk, key="one", text="Look", url="/", at=clock.now())
    shared = {
        "slug": gig.slug,
        "handle": seller.handle,
        "offer_id": offer.pk,
        "request_id": asked_offer(buyer, seller).pk,
        "conversation_id": offer.conversation_id,
        "attachment_id": Attachment.objects.get().pk,
        "number": order.number,
        "reply_id": save_reply(user_id=seller.pk, name="Thanks", body="Thank you.").pk,
        "call_id": agreed(zoomed(order), seller).pk,
        "token": token_of(buyer.pk, make_feed(user_id=buyer.pk, at=clock.now()).salt),
        "file_id": DeliveryFile.objects.get().pk,
        "dispute_id": _dispute_on(order),
        "subscription_id": subscribed(seller, buyer, gig=gig).pk,
        "card_id": stories.card_of(buyer).pk,
        "index": 0,
        "choice": "stop",
        "direction": "up",
        "action": "pause",
        "notification_id": Notification.objects.get(user=buyer, key="one").pk,
        "path": "gigs/none.webp",
        "mail_id": _mail_to(buyer),
        **details["shared"],
    }
    return World(
        buyer,
        seller,
        gig,
        order,
        {**details["by_route"], **after.routes(buyer, seller)},
        shared,
        {"offers:conversation_start": f"?gig={gig.slug}", "offers:request_new": f"?gig={gig.slug}"},
    )


def _dispute_on(order: Order) -> UUID:
    """A dispute that was opened and taken back, so that the order stands as before."""
    for act in (partial(disputing.open_dispute, statement="It is empty."), disputing.withdraw_dispute):
        order = stories.fresh(order)
        act(order_id=order.pk, click=stories.click(order.buyer, order))
    return Dispute.objects.get(order=order).pk


def _mail_to(user: User) -> int:
    row = SentMail.objects.create(
        message_id="one",
        to=user.email,
        subject="Look",
        text="Look",
        html="<p>Look</p>",
        calendar="BEGIN:VCALENDAR",
        created_at=clock.now(),
    )
    return int(row.pk)


def _details(gig: Gig) -> dict[str, Any]:
    faq = FaqEntry.objects.create(gig=gig, position=1, question="How?", answer="So.")
    question = Question.objects.create(gig=gig, position=1, text="For whom?", required=False)
    image = GigImage(gig=gig, position=1, file="gigs/none.webp", alt="A plan", width=8, height=6)
    image.save()
    milestone = gig.milestones.order_by("position").first()
    assert milestone is not None
    substep = Substep.objects.create(milestone=milestone, position=1, name="Talk")
    template = WorkflowTemplate.objects.create(owner_id=gig.seller_id, name="My way")
    keys = {
        "template": template.pk,
        "faq": faq.pk,
        "milestone": milestone.pk,
        "substep": substep.pk,
        "question": question.pk,
        "image": image.pk,
    }
    by_route: dict[str, dict[str, Any]] = {
        f"gigs:{kind}_{verb}": {"key": key}
        for kind, key in keys.items()
        for verb in ("remove", "move", "card", "restore", "use", "rename", "delete")
    }
    favourite = Favourite.objects.create(user=gig.seller, gig=gig)
    by_route["gigs:favourite_remove"] = {"key": favourite.pk}
    by_route["gigs:sitemap_gigs"] = by_route["gigs:sitemap_people"] = {"number": 0}
    by_route["orders:order_cancellation_answer_as"] = {"choice": "accept"}
    return {"shared": {"milestone_id": milestone.pk, "tier": "basic"}, "by_route": by_route}
