"""Proposing a change of the terms, and the answers that change nothing (product.md 5.2, row 14).

Either side proposes; the other accepts (``consenting``) or refuses; the proposer may take it back. It does not pause
the acceptance window. Whoever lets it be loses nothing: it lapses, and the terms stay.
"""

from uuid import UUID

from config.shared.commands import Click
from config.shared.errors import Refusal
from config.shared.rows import insert_rows
from orders import deadlines, reminders
from orders.amending import Changes, check, plan_of
from orders.amending.changes import rail_as_json
from orders.models import Amendment, Order
from orders.operations.acting import Doing, carry_out
from orders.operations.amendments import (
    AmendmentLapsed,
    asked_of,
    facts_of,
    lapse_if_due,
    not_while_it_is_paid,
    shut,
)
from orders.operations.asks import remember
from orders.operations.telling import tell
from orders.standing import Actor, Standing
from orders.states import Act
from orders.transitions import NotYourPart, allowed, note


class ProposedAlready(Refusal):
    """One proposal at a time."""

    default_message = "Changes are proposed already. They have to be answered or taken back first."


class AgreedAlready(Refusal):
    """A yes is not taken back; who does not pay lets it lapse."""

    default_message = "These changes are agreed already and wait for the payment of the difference."


def propose(*, order_id: UUID, changes: Changes, note_text: str, click: Click) -> Order:
    """Ask the other side for other terms; nothing changes before it accepts.

    A proposal is no consent to a charge: who pays says so with a click of their own, on a page that names the amount.
    Raises BadChanges and NothingChanges, ProposedAlready, PaymentInProcess, TooLate, Stale, NotInThisState.
    """

    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, Act.PROPOSE_AMENDMENT, actor.role)
        lapse_if_due(standing, click.at)
        if standing.amendment is not None:
            raise ProposedAlready
        not_while_it_is_paid(standing)
        check(standing, changes)
        _write(standing, actor, changes, note_text, click)

    return carry_out(order_id, click, "propose_amendment", do)


def _write(standing: Standing, actor: Actor, changes: Changes, note_text: str, click: Click) -> None:
    plan = plan_of(standing, changes, click.at)
    due_at = click.at + deadlines.window(standing.order.windows, "AMENDMENT_ANSWER")
    amendment = Amendment(
        order=standing.order,
        milestone=standing.milestone,
        role=actor.role,
        version=standing.order.version,
        note=note_text,
        before=rail_as_json(plan.before),
        changes=changes.as_json(),
        difference_minor=plan.difference_minor,
        fee_minor=plan.fee_minor,
        opened_at=click.at,
        due_at=due_at,
        remind_at=reminders.next_of(reminders.reminders(click.at, due_at), click.at),
    )
    remember(standing)
    columns = [field.attname for field in Amendment._meta.concrete_fields]
    insert_rows(Amendment, {name: getattr(amendment, name) for name in columns}, taken=ProposedAlready)
    standing.amendment = amendment
    data = {**facts_of(amendment, plan), "text": note_text}
    tell(note(standing, Act.PROPOSE_AMENDMENT, actor, click.at, data))


def withdraw(*, order_id: UUID, amendment_id: UUID, click: Click) -> Order:
    """Whoever proposed takes it back, as long as it was not accepted.

    Raises AgreedAlready, AmendmentLapsed, TooLate, Stale (another proposal meanwhile), NotInThisState, NotYourPart.
    """
    return _end(order_id, amendment_id, click, Act.WITHDRAW_AMENDMENT, Amendment.Outcome.WITHDRAWN, own=True)


def refuse(*, order_id: UUID, amendment_id: UUID, click: Click, text: str = "") -> Order:
    """The other side says no, with or without words; the terms stay. Raises as ``withdraw``."""
    return _end(
        order_id, amendment_id, click, Act.REFUSE_AMENDMENT, Amendment.Outcome.REFUSED, own=False, text=text
    )


def _end(
    order_id: UUID,
    amendment_id: UUID,
    click: Click,
    act: Act,
    outcome: Amendment.Outcome,
    *,
    own: bool,
    text: str = "",
) -> Order:
    def do(standing: Standing, actor: Actor) -> None:
        allowed(standing, act, actor.role)
        amendment = asked_of(standing, amendment_id)
        if (amendment.role == actor.role) != own:
            raise NotYourPart
        if amendment.agreed_at is not None:
            raise AgreedAlready
        data = {"amendment": str(amendment.pk), "by": amendment.role, "text": text}
        shut(standing, outcome, click.at)
        tell(note(standing, act, actor, click.at, data))

    return unless_lapsed(order_id, click, act.value, do, loose=True)


def unless_lapsed(order_id: UUID, click: Click, name: str, do: Doing, *, loose: bool = False) -> Order:
    """``carry_out``, but a click after the amendment's own time lets it lapse, and that stays.

    Raises AmendmentLapsed then.
    """

    def unless(standing: Standing, actor: Actor) -> type[Refusal] | None:
        return AmendmentLapsed if lapse_if_due(standing, click.at) else do(standing, actor)

    return carry_out(order_id, click, name, unless, loose=loose)
