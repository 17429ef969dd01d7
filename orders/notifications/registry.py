"""Who hears what of each act. Everything that can happen stands in one of the two tables; a test holds that."""

from orders.notifications import disputing, ending, paying, working
from orders.notifications.say import Words
from orders.states import Act, Role

B, S = Role.BUYER, Role.SELLER

WORDS: dict[str, dict[Role, Words]] = {
    Act.FUND: {B: paying.funded_buyer, S: paying.funded_seller},
    "payment_failed": {B: paying.failed_buyer, S: paying.failed_seller},
    "charge_returned": {B: paying.returned_buyer},
    Act.ANSWER_REQUIREMENTS: {S: working.answered},
    Act.SKIP_REQUIREMENTS: {B: working.skipped},
    Act.DELIVER: {B: working.delivered},
    Act.DELIVER_FINAL: {B: working.delivered},
    Act.POST_UPDATE: {B: working.updated},
    "mark_stage": {B: working.stage_done},
    Act.REQUEST_REVISION: {S: working.sent_back},
    Act.EXTEND: {S: working.extended},
    Act.ACCEPT_AND_CONTINUE: {S: working.accepted_and_continues},
    Act.ACCEPT_AND_STOP: {S: working.accepted_and_stopped},
    Act.ACCEPT_DECIDE_LATER: {S: working.accepted_undecided},
    Act.ACCEPT_FINAL: {S: working.accepted_final},
    Act.STOP: {S: ending.stopped},
    Act.CANCEL_VERY_LATE: {S: ending.cancelled_for_lateness},
    Act.OPEN_DISPUTE: {B: disputing.opened, S: disputing.opened},
    Act.WITHDRAW_DISPUTE: {B: disputing.withdrawn, S: disputing.withdrawn},
    Act.DECIDE_CONTINUE: {B: disputing.goes_on, S: disputing.goes_on},
    Act.DECIDE_SPLIT: {B: ending.decided_split_buyer, S: ending.decided_split_seller},
    Act.DECIDE_RELEASE: {B: ending.decided_release_buyer, S: ending.decided_release_seller},
    Act.CLOSE_NOT_PAID: {B: ending.not_paid_buyer, S: ending.not_paid_seller},
    Act.CLOSE_NO_REQUIREMENTS: {B: ending.no_answers_buyer, S: ending.no_answers_seller},
    Act.CLOSE_UNANSWERED: {B: ending.unanswered_buyer, S: ending.unanswered_seller},
    Act.CLOSE_NOT_FUNDED: {B: ending.not_funded_buyer, S: ending.not_funded_seller},
    Act.CLOSE_ABANDONED: {B: ending.abandoned_buyer, S: ending.abandoned_seller},
}
"""By act: the words for each side that hears of it. Whoever acted is left out, so a dispute has words for both."""

SILENT: dict[str, str] = {
    "place": "nothing is certain before the first payment: its outcome tells both, within seconds",
    Act.PAY: "leaves no event: the outcome of the payment tells both",
    Act.START_NEXT: "leaves no event: the outcome of the payment tells both",
    Act.BEGIN: "comes with the first payment when nothing is asked, and that one says until when",
    "tick_substep": "a small tick, seen on the order page",
}
"""What rings for nobody, and why."""
