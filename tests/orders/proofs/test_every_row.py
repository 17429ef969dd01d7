"""The 17 rows of product.md 5.2, and what each of them has to have: pages, proofs, words for whom it concerns.

A row that loses its page or its proof, an act that belongs to no row, and an act that one side would not hear of is
named here.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import get_resolver

from orders.notifications import SILENT, WORDS
from orders.queries.actions import PLACES
from orders.queries.calls import PAGES as CALL_PAGES
from orders.queries.previews import _PREVIEWS
from orders.states import CALL_ACTS, TABLE, Act, Reason, Role
from tests.orders.proofs.drivers import BY_ITSELF, DRIVERS

A = Act
HERE = Path(__file__).resolve().parents[2]
PARTIES = {Role.BUYER, Role.SELLER}
Row = tuple[set[Act], set[str], tuple[str, ...]]
"""Its acts, the names of the pages on which they are reached, and the tests that hold its figures and clocks."""
ROWS: dict[int, Row] = {
    1: (
        {A.PAY, A.FUND, A.CLOSE_NOT_PAID},
        {"checkout", "offer_accept", "order_pay"},
        ("orders/test_checkout_view.py", "orders/test_offer_accept_view.py", "orders/test_good_standing.py"),
    ),
    2: (
        {A.ANSWER_REQUIREMENTS, A.SKIP_REQUIREMENTS, A.BEGIN, A.CLOSE_NO_REQUIREMENTS},
        {"order_requirements", "order_skip_requirements"},
        ("orders/test_order_requirements_view.py", "orders/proofs/test_every_act.py"),
    ),
    3: ({A.DELIVER, A.DELIVER_FINAL}, {"order_deliver"}, ("orders/test_order_deliver_view.py",)),
    4: (
        {A.REQUEST_REVISION},
        {"order_revision"},
        ("orders/test_deadlines.py", "orders/proofs/test_every_act.py"),
    ),
    5: ({A.ACCEPT_AND_CONTINUE}, {"order_accept_as"}, ("orders/test_order_accept_view.py",)),
    6: ({A.ACCEPT_AND_STOP}, {"order_accept_as"}, ("orders/test_order_accept_view.py",)),
    7: (
        {A.ACCEPT_DECIDE_LATER, A.START_NEXT, A.STOP},
        {"order_accept_as", "order_start", "order_stop"},
        ("orders/test_article.py", "orders/proofs/test_every_act.py"),
    ),
    8: ({A.ACCEPT_FINAL}, {"order_accept_as"}, ("orders/test_order_accept_view.py",)),
    9: ({A.CLOSE_UNANSWERED}, set(), ("orders/test_article.py", "orders/test_closing_together.py")),
    10: (
        {A.PAY, A.FUND, A.CLOSE_NOT_FUNDED},
        {"order_pay", "order_authenticate"},
        ("orders/test_order_pay_view.py", "orders/test_order_authenticate_view.py", "orders/test_crash.py"),
    ),
    11: (
        {
            A.REQUEST_CANCELLATION,
            A.ACCEPT_CANCELLATION,
            A.REFUSE_CANCELLATION,
            A.WITHDRAW_CANCELLATION,
            A.GRANT_CANCELLATION,
            A.LAPSE_CANCELLATION,
            A.END_UNPAID,
        },
        {
            "order_cancellation",
            "order_cancellation_answer",
            "order_cancellation_answer_as",
            "order_cancellation_withdraw",
            "order_end",
        },
        (
            "orders/test_cancelling.py",
            "orders/test_cancelling_before_work.py",
            "orders/test_cancellation_clock.py",
            "orders/test_cancellation_view.py",
            "orders/test_ending_unpaid.py",
        ),
    ),
    12: ({A.CANCEL_VERY_LATE, A.CLOSE_ABANDONED}, {"order_cancel"}, ("orders/proofs/test_every_act.py",)),
    13: (
        {
            A.OPEN_DISPUTE,
            A.ADD_STATEMENT,
            A.WITHDRAW_DISPUTE,
            A.DECIDE_CONTINUE,
            A.DECIDE_SPLIT,
            A.DECIDE_RELEASE,
        },
        {"order_dispute", "order_statement", "order_withdraw_dispute", "order_past_dispute"},
        ("orders/test_disputes.py", "orders/test_admin_case.py"),
    ),
    14: (
        {
            A.PROPOSE_AMENDMENT,
            A.ACCEPT_AMENDMENT,
            A.REFUSE_AMENDMENT,
            A.WITHDRAW_AMENDMENT,
            A.PAY_AMENDMENT,
            A.LAPSE_AMENDMENT,
            A.AMEND,
            A.AMEND_REOPEN,
        },
        {
            "amendment",
            "amendment_revision",
            "amendment_answer",
            "amendment_refuse",
            "amendment_withdraw",
            "amendment_pay",
            "amendment_authenticate",
        },
        (
            "orders/amendments/test_agreeing.py",
            "orders/amendments/test_paying.py",
            "orders/amendments/test_any_sequence.py",
        ),
    ),
    15: (
        {A.POST_UPDATE},
        {"order_update", "order_substep", "order_stage"},
        ("orders/test_order_substep_view.py",),
    ),
    16: ({A.EXTEND}, {"order_extend"}, ("orders/proofs/test_every_act.py", "orders/test_reminding.py")),
    17: (
        {A.RESUME, A.AGREE_RESUME, A.DECLINE_RESUME, A.WITHDRAW_RESUME},
        {"order_resume", "order_resume_agree", "order_resume_decline", "order_resume_withdraw"},
        ("orders/test_resuming.py", "orders/test_order_resume_view.py"),
    ),
}
BESIDE: dict[str, Row] = {
    "calls, 5.4": (
        set(CALL_ACTS),
        {
            "order_call_new",
            "order_call_accept",
            "order_call_decline",
            "order_call_move",
            "order_call_withdraw",
            "order_call_cancel",
            "order_call_file",
        },
        ("orders/test_calling.py", "orders/test_call_pages.py", "orders/proofs/test_call_buttons.py"),
    ),
    "reviews, 5.4": (
        {A.WRITE_REVIEW, A.PUBLISH_REVIEWS, A.REPLY_REVIEW, A.HIDE_REVIEW, A.SHOW_REVIEW},
        {"order_review", "order_review_reply"},
        ("orders/test_reviews.py", "orders/test_review_pages.py"),
    ),
    "again": ({A.ORDER_AGAIN}, {"order_again"}, ("orders/test_order_again_view.py",)),
}
EVERY = {**{f"row {number}": row for number, row in ROWS.items()}, **BESIDE}
FIGURELESS = frozenset({Act.ORDER_AGAIN})
"""Its page is a checkout or a request for an offer, which shows its own figures."""


def names_of_pages() -> set[str]:
    return {str(name) for name in get_resolver("orders.urls").reverse_dict if isinstance(name, str)}


def test_every_act_of_the_table_belongs_to_a_row() -> None:
    acts = {act for _, act in TABLE}
    assert set(ROWS) == set(range(1, 18))
    assert {act for found, _, _ in EVERY.values() for act in found} == acts


@pytest.mark.parametrize("row", EVERY)
def test_a_row_is_reached_on_its_pages_and_held_by_its_tests(row: str) -> None:
    acts, pages, tests = EVERY[row]
    assert pages <= names_of_pages()
    assert all((HERE / name).is_file() for name in tests), tests
    shown = {PLACES[act].name for act in acts if act in PLACES} | {
        CALL_PAGES[act][0] for act in acts if act in CALL_PAGES
    }
    assert shown <= pages
    for act in acts:
        by_people = {role for (_, one), move in TABLE.items() if one == act for role in move.roles} & PARTIES
        if by_people and act not in {Act.PUBLISH_REVIEWS, Act.PROPOSE_CALL}:
            assert act in PLACES or act in CALL_PAGES, f"{act} is done by people, and has no page"


@pytest.mark.parametrize("act", sorted({act for _, act in TABLE}))
def test_an_act_tells_the_side_that_did_not_do_it_or_says_why_it_is_silent(act: Act) -> None:
    if act in SILENT:
        assert SILENT[act].strip()
        return
    roles = {role for (_, one), move in TABLE.items() if one == act for role in move.roles}
    assert not [reader for reader in PARTIES if roles - {reader} and reader not in WORDS[act]]


def test_an_act_leaves_an_event_of_its_own_name_or_says_whose() -> None:
    told_by_another = {act for act, driver in DRIVERS.items() if driver.tells is not None}
    without = {act for act, why in SILENT.items() if why.startswith("leaves no event")}
    assert without == {str(act) for act in told_by_another | {Act.ORDER_AGAIN}}
    assert {DRIVERS[act].tells for act in told_by_another} <= set(DRIVERS) | BY_ITSELF


def test_whatever_people_do_shows_its_figures_beforehand() -> None:
    by_people = {act for (_, act), move in TABLE.items() if move.roles & PARTIES} - {Act.PUBLISH_REVIEWS}
    assert by_people - FIGURELESS <= set(_PREVIEWS)


def reasons() -> Iterator[Reason]:
    for move in TABLE.values():
        yield from filter(None, (move.reason, move.reason_after_money, move.reason_if_last))


def test_every_reason_of_an_end_is_reached_by_some_act() -> None:
    assert set(reasons()) == set(Reason)
