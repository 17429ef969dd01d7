"""Handing in work, sending it back, and telling of progress (product.md 5.2, rows 3, 4 and 15)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from accounts.operations.deliveries import note_delivery
from config.shared.commands import Click
from config.shared.errors import Invalid, Refusal, Stale
from config.shared.transition import guarded_update
from orders import deadlines
from orders.models import Delivery, DeliveryFile, Order
from orders.operations.acting import carry_out
from orders.operations.files import StoredFile, stored
from orders.operations.pausing import set_clock
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import allowed, apply, note


class NoRevisionsLeft(Refusal):
    """The agreed number of revisions is used up."""

    default_message = (
        "All revisions of this milestone are used. You can accept the delivery, buy one more revision, ask to cancel"
        " the milestone, or open a dispute."
    )


def deliver(
    *,
    order_id: UUID,
    message: str,
    click: Click,
    uploads: Sequence[UploadedFile] = (),
    link: str = "",
    whole: bool = False,
    ticked: Collection[int] | None = None,
) -> Order:
    """The seller hands in the current milestone; the acceptance window starts.

    ``link``: where the work is, one address on each line. ``ticked``: the substeps that are done (from 0), all
    others are not; None: as they stand. ``whole``: the tick "This is the full project", asked for on the last
    milestone (article, custom offers, step 6). Raises Invalid beside ``message``, ``files`` or ``whole``; TooLate,
    Stale, NotInThisState, NotYourPart.
    """
    if not message.strip():
        raise Invalid("Write what you are handing in.", field="message")
    if not uploads and not link:
        raise Invalid("Add at least one file or a link to the work.", field="files")
    with stored("deliveries", uploads) as files:

        def do(standing: Standing, actor: Actor) -> None:
            act = Act.DELIVER_FINAL if standing.is_last else Act.DELIVER
            allowed(standing, act, actor.role)
            if standing.is_last and not whole:
                raise Invalid("Confirm that this is the full project.", field="whole")
            steps = _tick(standing, actor, ticked, click.at)
            delivery = _write_delivery(standing, message, link, steps=steps, files=files.take(), at=click.at)
            note_delivery(seller_id=standing.order.seller_id, at=click.at)
            until = deadlines.acceptance_deadline(standing.order.kind, standing.order.windows, click.at)
            clock = set_clock(standing, until - click.at, click.at)
            changes = {**_stop_work_clock(standing, clock.deadline, click.at), "substeps": steps}
            data = {"round": delivery.round, "until": clock.deadline.isoformat()}
            tell(apply(standing, act, actor, click.at, changes=changes, data=data, due_at=clock.due_at))

        return carry_out(order_id, click, "deliver", do)


def _tick(
    standing: Standing, actor: Actor, ticked: Collection[int] | None, at: datetime
) -> list[dict[str, Any]]:
    """The substeps as they are ticked now; each that changed leaves its event. Raises Stale for one that is none."""
    before: list[dict[str, Any]] = standing.milestone.substeps
    if ticked is None:
        return before
    if not set(ticked) <= set(range(len(before))):
        raise Stale
    after = [{**step, "done": index in ticked} for index, step in enumerate(before)]
    for old, new in zip(before, after, strict=True):
        if old["done"] != new["done"]:
            note(standing, "tick_substep", actor, at, {"name": new["name"], "done": new["done"]})
    return after


def _stop_work_clock(standing: Standing, until: datetime, at: datetime) -> dict[str, object]:
    milestone = standing.milestone
    left = deadlines.time_left(milestone.due_at or at, at)
    return {
        "rounds": milestone.rounds + 1,
        "delivered_at": at,
        "deadline_at": until,
        "left_s": int(left.total_seconds()),
        "extended": False,
    }


def _write_delivery(
    standing: Standing,
    message: str,
    link: str,
    *,
    steps: list[dict[str, Any]],
    files: list[StoredFile],
    at: datetime,
) -> Delivery:
    milestone = standing.milestone
    delivery = Delivery.objects.create(
        milestone=milestone,
        round=milestone.rounds + 1,
        message=message,
        link=link,
        substeps=steps,
        final=standing.is_last,
        at=at,
    )
    DeliveryFile.objects.bulk_create(
        DeliveryFile(delivery=delivery, stored=file.path, name=file.name, size=file.size, sha256=file.sha256)
        for file in files
    )
    return delivery


def request_revision(*, order_id: UUID, delivery_round: int, text: str, click: Click) -> Order:
    """The buyer sends the delivery back with what is to change; the window ends, the work clock runs on.

    Raises Invalid beside ``text``, NoRevisionsLeft, TooLate, Stale, NotInThisState, NotYourPart.
    """
    if not text.strip():
        raise Invalid("Write what should change.", field="text")

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.REQUEST_REVISION, actor.role)
        milestone = standing.milestone
        if milestone.rounds != delivery_round:
            raise Stale
        if milestone.revisions_left == 0:
            raise NoRevisionsLeft
        _mark_sent_back(standing, text, click.at)
        due_at = deadlines.due_after_revision(click.at, milestone.left)
        changes = {"revisions_used": milestone.revisions_used + 1, "due_at": due_at, "deadline_at": None}
        until = deadlines.abandoned_at(standing.order.windows, due_at)
        clock = set_clock(standing, until - click.at, click.at)
        act, data = Act.REQUEST_REVISION, {"text": text}
        tell(apply(standing, act, actor, click.at, changes=changes, data=data, due_at=clock.due_at))

    return carry_out(order_id, click, "request_revision", do)


def _mark_sent_back(standing: Standing, text: str, at: datetime) -> None:
    delivery = Delivery.objects.get(milestone=standing.milestone, round=standing.milestone.rounds)
    guarded_update(delivery, expect={"revision_at": None}, revision_text=text, revision_at=at)


def post_update(*, order_id: UUID, text: str, click: Click) -> Order:
    """The seller tells of progress.

    No delivery, no clock, no money. Raises Invalid beside ``text``, NotInThisState.
    """
    if not text.strip():
        raise Invalid("Write the update.", field="text")

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.POST_UPDATE, actor.role)
        tell(note(standing, Act.POST_UPDATE, actor, click.at, {"text": text}))

    return carry_out(order_id, click, "post_update", do, loose=True)


def tick_substep(*, order_id: UUID, index: int, done: bool, click: Click) -> Order:
    """The seller ticks a substep of the running milestone (``index`` from 0), or takes the tick back."""

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.POST_UPDATE, actor.role)
        milestone = standing.milestone
        if not 0 <= index < len(milestone.substeps):
            raise Stale
        steps = [{**step, "done": done} if i == index else step for i, step in enumerate(milestone.substeps)]
        guarded_update(milestone, expect={"status": milestone.status}, substeps=steps)
        note(standing, "tick_substep", actor, click.at, {"name": steps[index]["name"], "done": done})

    return carry_out(order_id, click, "tick_substep", do, loose=True)


def mark_stage(*, order_id: UUID, index: int, click: Click) -> Order:
    """The seller marks a stage of an order paid in full as done.

    An update, no money, no clock (product.md 3.3).
    """

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.POST_UPDATE, actor.role)
        order = standing.order
        if not 0 <= index < len(order.stages) or order.stages[index].get("done"):
            raise Stale
        stages = [{**stage, "done": True} if i == index else stage for i, stage in enumerate(order.stages)]
        guarded_update(order, expect={"version": order.version}, stages=stages)
        tell(note(standing, "mark_stage", actor, click.at, {"name": stages[index]["name"]}))

    return carry_out(order_id, click, "mark_stage", do, loose=True)
