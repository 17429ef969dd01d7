"""One order in the demo market, and what its two parties do to it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from config.shared import clock
from config.shared.commands import Click
from orders.models import Order
from orders.operations import accepting, delivering, disputing, funding, requirements, stopping
from orders.states import Act


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

    def finish(self) -> None:
        """The buyer accepts the final delivery."""
        self.accept(Act.ACCEPT_FINAL)

    def stop(self) -> None:
        """The buyer stops between two milestones."""
        stopping.stop(order_id=self.order_id, click=self._buyer(self.order))

    def cancel_very_late(self) -> None:
        """The buyer cancels a very late milestone."""
        stopping.cancel_very_late(order_id=self.order_id, click=self._buyer(self.order))

    def extend(self) -> None:
        """The buyer takes five more days."""
        stopping.extend(order_id=self.order_id, click=self._buyer(self.order))

    def dispute(self, statement: str, *, by_seller: bool = False) -> None:
        """One side asks Milepost to decide."""
        order = self.order
        click = self._seller(order) if by_seller else self._buyer(order)
        disputing.open_dispute(order_id=order.pk, statement=statement, click=click)

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
