"""One order in the demo market, and what its two parties do to it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from config.shared import clock
from config.shared.commands import Click
from orders.amending import Changes, Row, row_of
from orders.models import Order, Review
from orders.operations import (
    accepting,
    agreeing,
    amending,
    cancelling,
    consenting,
    delivering,
    disputing,
    extending,
    funding,
    goodwill,
    hiding,
    requirements,
    reviewing,
    stating,
    stopping,
    very_late,
)
from orders.states import Act, MilestoneStatus, Role


@dataclass(frozen=True, slots=True)
class Deal:
    """An order by its id: every act reads it afresh, as a page would. ``card_id``: the buyer's good card."""

    order_id: UUID
    card_id: UUID
    staff_id: int

    @property
    def order(self) -> Order:
        """The order as it stands."""
        return Order.objects.get(pk=self.order_id)

    def _buyer(self, order: Order) -> Click:
        return Click(actor_id=order.buyer_id, key=uuid4(), version=order.version, at=clock.now())

    def _seller(self, order: Order) -> Click:
        return Click(actor_id=order.seller_id, key=uuid4(), version=order.version, at=clock.now())

    def _by(self, *, by_seller: bool) -> Click:
        return self._seller(self.order) if by_seller else self._buyer(self.order)

    def _round(self, order: Order) -> int:
        return int(order.milestones.values_list("rounds", flat=True).get(position=order.current))

    def pay(self, card: UUID | None = None, *, starting: bool = False) -> None:
        """The buyer pays what waits."""
        click = self._buyer(self.order)
        funding.pay(order_id=self.order_id, card_id=card or self.card_id, click=click, starting=starting)

    def answer(self, *texts: str) -> None:
        """The buyer answers the questions, in their order."""
        answers = {index: text for index, text in enumerate(texts) if text}
        click = self._buyer(self.order)
        requirements.answer_requirements(order_id=self.order_id, texts=answers, uploads={}, click=click)

    def skip(self) -> None:
        """The seller begins without answers."""
        requirements.skip_requirements(order_id=self.order_id, click=self._seller(self.order))

    def update(self, text: str) -> None:
        """The seller posts an update."""
        delivering.post_update(order_id=self.order_id, text=text, click=self._seller(self.order))

    def tick(self, index: int) -> None:
        """The seller ticks a substep."""
        delivering.tick_substep(
            order_id=self.order_id, index=index, done=True, click=self._seller(self.order)
        )

    def stage(self, index: int) -> None:
        """The seller marks a stage as done."""
        delivering.mark_stage(order_id=self.order_id, index=index, click=self._seller(self.order))

    def deliver(self, message: str, *files: SimpleUploadedFile, link: str = "") -> None:
        """The seller hands in the current milestone."""
        click = self._seller(self.order)
        delivering.deliver(
            order_id=self.order_id, message=message, uploads=files, link=link, whole=True, click=click
        )

    def revise(self, text: str) -> None:
        """The buyer sends it back."""
        order = self.order
        delivering.request_revision(
            order_id=order.pk, delivery_round=self._round(order), text=text, click=self._buyer(order)
        )

    def accept(self, act: Act) -> None:
        """The buyer accepts, one way or another."""
        order = self.order
        accepting.accept(
            order_id=order.pk, act=act, delivery_round=self._round(order), click=self._buyer(order)
        )

    def go_on(self) -> None:
        """The buyer accepts and continues."""
        self.accept(Act.ACCEPT_AND_CONTINUE)

    def stop_here(self) -> None:
        """The buyer accepts and stops."""
        self.accept(Act.ACCEPT_AND_STOP)

    def review(
        self, stars: tuple[int, int, int], text: str = "", note: str = "", *, by_seller: bool = False
    ) -> None:
        """One side reviews the other."""
        order = self.order
        click = self._seller(order) if by_seller else self._buyer(order)
        reviewing.write_review(order_id=order.pk, opinion=reviewing.Opinion(stars, text, note), click=click)

    def reply(self, text: str, *, by_seller: bool = True) -> None:
        """The reviewed person answers."""
        order = self.order
        click = self._seller(order) if by_seller else self._buyer(order)
        reviewing.reply(order_id=order.pk, text=text, click=click)

    def hide_review(self, role: Role, reason: str) -> None:
        """Staff hide what one side wrote."""
        written = Review.objects.get(order_id=self.order_id, role=role)
        hiding.hide_review(review_id=written.pk, reason=reason, staff_id=self.staff_id, at=clock.now())

    def finish(self) -> None:
        """The buyer accepts the final delivery."""
        self.accept(Act.ACCEPT_FINAL)

    def propose(self, changes: Changes, text: str = "", *, by_seller: bool = True) -> None:
        """One side asks for other terms."""
        click = self._by(by_seller=by_seller)
        amending.propose(order_id=self.order_id, changes=changes, note_text=text, click=click)

    @property
    def rest(self) -> tuple[Row, ...]:
        """The terms of what has not begun."""
        rows = self.order.milestones.filter(status=MilestoneStatus.PLANNED).order_by("position")
        return tuple(row_of(one) for one in rows)

    @property
    def proposed_id(self) -> UUID:
        """The open proposal."""
        found: UUID = self.order.amendments.values_list("pk", flat=True).get(closed_at=None)
        return found

    def take_changes(self, *, by_seller: bool = False) -> None:
        """The other side accepts them; a buyer pays what they cost more."""
        click = self._by(by_seller=by_seller)
        consenting.accept(
            order_id=self.order_id, amendment_id=self.proposed_id, click=click, card_id=self.card_id
        )

    def refuse_changes(self, text: str, *, by_seller: bool = False) -> None:
        """The other side does not."""
        click = self._by(by_seller=by_seller)
        amending.refuse(order_id=self.order_id, amendment_id=self.proposed_id, text=text, click=click)

    def pay_difference(self) -> None:
        """The buyer pays what agreed changes cost more."""
        click = self._by(by_seller=False)
        consenting.pay_difference(
            order_id=self.order_id, amendment_id=self.proposed_id, card_id=self.card_id, click=click
        )

    def stop(self) -> None:
        """The buyer stops between two milestones."""
        stopping.stop(order_id=self.order_id, click=self._buyer(self.order))

    def cancel_very_late(self) -> None:
        """The buyer cancels a very late milestone."""
        very_late.cancel_very_late(order_id=self.order_id, click=self._buyer(self.order))

    def ask_to_cancel(self, reason: str, *, released_minor: int = 0, by_seller: bool = False) -> None:
        """One side asks to cancel; ``released_minor``: what the seller would have of it."""
        click = self._by(by_seller=by_seller)
        cancelling.request_cancellation(
            order_id=self.order_id, released_minor=released_minor, reason=reason, click=click
        )

    def agree(self, *, by_seller: bool = False) -> None:
        """The other side accepts."""
        agreeing.accept_cancellation(order_id=self.order_id, click=self._by(by_seller=by_seller))

    def refuse(self, text: str, *, by_seller: bool = False) -> None:
        """The other side refuses."""
        agreeing.refuse_cancellation(order_id=self.order_id, text=text, click=self._by(by_seller=by_seller))

    def end(self) -> None:
        """The seller ends the order before the next payment."""
        stopping.end_unpaid(order_id=self.order_id, click=self._by(by_seller=True))

    def extend(self) -> None:
        """The buyer takes five more days."""
        extending.extend(order_id=self.order_id, click=self._buyer(self.order))

    def dispute(self, statement: str, *files: SimpleUploadedFile, by_seller: bool = False) -> None:
        """One side asks Milepost to decide."""
        order = self.order
        click = self._seller(order) if by_seller else self._buyer(order)
        disputing.open_dispute(order_id=order.pk, statement=statement, uploads=files, click=click)

    def state(self, text: str, *files: SimpleUploadedFile, by_seller: bool = False) -> None:
        """One side says more in the open dispute."""
        order = self.order
        click = self._seller(order) if by_seller else self._buyer(order)
        stating.add_statement(order_id=order.pk, text=text, uploads=files, click=click)

    def withdraw(self, *, by_seller: bool = False) -> None:
        """The opener takes it back."""
        order = self.order
        click = self._seller(order) if by_seller else self._buyer(order)
        disputing.withdraw_dispute(order_id=order.pk, click=click)

    def decide(self, act: Act, text: str, *, released_minor: int | None = None) -> None:
        """Staff decide."""
        disputing.decide_dispute(
            order_id=self.order_id,
            act=act,
            text=text,
            staff_id=self.staff_id,
            at=clock.now(),
            released_minor=released_minor,
        )

    def give_back(self, part_minor: int, reason: str) -> None:
        """Staff give the buyer a part of the last settled milestone back; the seller bears it."""
        settled = self.order.milestones.filter(released_minor__gt=0).order_by("-position")[0]
        goodwill.give_back(
            milestone_id=settled.pk,
            part_minor=part_minor,
            bearer=goodwill.Bearer.SELLER,
            reason=reason,
            click=Click(actor_id=self.staff_id, key=uuid4(), version=0, at=clock.now()),
        )
