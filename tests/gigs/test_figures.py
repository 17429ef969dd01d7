"""A seller's figures: what is counted, what is not, and how it gets into the database."""

import atexit
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from config.shared import clock
from gigs import counter as counting
from gigs.charts import bars
from gigs.counter import Counter, counter
from gigs.models import Gig, GigDay
from gigs.operations.figures import Counts, add_counts, record_order
from gigs.queries import figures_of
from orders.operations import placing
from tests.factories.gigs import live_gig_with_milestones, made_gig
from tests.factories.orders import placed_order
from tests.orders import stories

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    counter.flush()
    GigDay.objects.all().delete()
    yield
    counter._held.clear()


@pytest.fixture
def gig(seller: User) -> Gig:
    return live_gig_with_milestones(seller)


def visitor(user: User | None = None, **headers: str) -> Client:
    client = Client(headers={"User-Agent": BROWSER, **headers})
    if user:
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def counted() -> list[tuple[int, int, int]]:
    counter.flush()
    return list(GigDay.objects.values_list("views", "checkouts", "orders"))


def failing_after(call: Callable[..., None]) -> Callable[..., None]:
    def fails(**given: Any) -> None:
        call(**given)
        raise OperationalError("the connection is gone")

    return fails


def test_a_page_is_counted_without_a_statement_and_without_a_trace(gig: Gig) -> None:
    client = visitor()
    with CaptureQueriesContext(connection) as captured:
        for _ in range(3):
            assert client.get(f"/gigs/{gig.slug}/").status_code == 200
    assert not [query for query in captured.captured_queries if "gigday" in query["sql"]]
    assert not client.cookies
    assert GigDay.objects.count() == 0
    assert counted() == [(3, 0, 0)]
    assert {field.name for field in GigDay._meta.get_fields()} == {
        "id", "gig", "day", "views", "checkouts", "orders",
    }  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"HX-Request": "true"},
    ],
)
def test_machines_and_pages_fetched_in_advance_are_not_counted(headers: dict[str, str], gig: Gig) -> None:
    assert visitor(None, **headers).get(f"/gigs/{gig.slug}/").status_code == 200
    assert visitor().head(f"/gigs/{gig.slug}/").status_code == 200
    assert counted() == []


def test_the_seller_and_staff_are_not_counted_and_buyers_are(
    gig: Gig, seller: User, staff: User, buyer: User
) -> None:
    for user in (seller, staff, buyer):
        assert visitor(user).get(f"/gigs/{gig.slug}/").status_code == 200
    assert counted() == [(1, 0, 0)]


def test_a_page_that_is_not_there_is_not_counted(seller: User) -> None:
    assert visitor().get("/gigs/nothing/").status_code == 404
    assert visitor().get(f"/gigs/{made_gig(seller=seller).slug}/").status_code == 404
    assert counter._held == {}


def test_a_visit_to_checkout_is_counted_and_an_order_in_its_transaction(
    gig: Gig, buyer: User, seller: User
) -> None:
    assert visitor(buyer).get(f"/gigs/{gig.slug}/order/").status_code == 200
    assert visitor(seller).get(f"/gigs/{gig.slug}/order/").status_code == 409
    assert counted() == [(0, 1, 0)]
    order = placed_order(buyer, seller, gig=gig)
    assert GigDay.objects.values_list("day", "orders").get() == (order.placed_at.date(), 1)


def test_an_order_that_fails_and_a_custom_offer_are_no_orders_of_the_page(
    gig: Gig, buyer: User, seller: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories.order_of(seller, buyer, milestones=2)  # by an offer
    monkeypatch.setattr(placing, "record_order", failing_after(placing.record_order))
    with pytest.raises(OperationalError):
        placed_order(buyer, seller, gig=gig)
    assert GigDay.objects.count() == 0


def test_counts_are_added_to_by_every_process(gig: Gig) -> None:
    today = NOON.date()
    first, second = Counter(), Counter()
    for one in (first, second, first):
        one.count(gig.slug, "views", NOON)
    first.count(gig.slug, "checkouts", NOON)
    first.flush()
    second.flush()
    record_order(gig_id=gig.pk, at=NOON)
    assert GigDay.objects.values_list("day", "views", "checkouts", "orders").get() == (today, 3, 1, 1)


def test_many_gigs_and_days_take_three_statements(gig: Gig, seller: User) -> None:
    other = live_gig_with_milestones(seller)
    counts = {
        (one.slug, (NOON - timedelta(days=day)).date()): Counts(views=day + 1)
        for one in (gig, other)
        for day in range(30)
    }
    with CaptureQueriesContext(connection) as captured:
        add_counts(counts)
    assert len([query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]) == 2
    assert GigDay.objects.count() == 60


def test_a_gig_that_is_gone_is_left_out(gig: Gig) -> None:
    add_counts({("gone", NOON.date()): Counts(views=1), (gig.slug, NOON.date()): Counts(views=2)})
    assert [day.views for day in GigDay.objects.all()] == [2]


def test_days_are_those_of_utc(gig: Gig) -> None:
    late = datetime.fromisoformat("2026-11-23T00:30:00+01:00")
    one = Counter()
    one.count(gig.slug, "views", late)
    one.flush()
    assert GigDay.objects.get().day.isoformat() == "2026-11-22"


def test_what_a_busy_database_refuses_is_written_later(gig: Gig, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Counter()
    one.count(gig.slug, "views", NOON)

    def busy(_: Any) -> None:
        one.count(gig.slug, "views", NOON)  # somebody looks meanwhile
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(counting, "add_counts", busy)
        one.flush()
    assert GigDay.objects.count() == 0
    one.flush()
    assert GigDay.objects.get().views == 2


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "KEYS_MAX", 3)
    one = Counter()
    for number in range(10):
        one.count(f"gig-{number}", "views", NOON)
    one.count("gig-0", "views", NOON)
    assert len(one._held) == 3
    assert one._held["gig-0", NOON.date()].views == 2


def test_tests_leave_no_thread_behind(gig: Gig) -> None:
    visitor().get(f"/gigs/{gig.slug}/")
    assert "figures" not in {thread.name for thread in threading.enumerate()}


def test_a_thread_writes_down_by_itself(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FIGURES_EVERY_SECONDS = 0.01
    written: list[Any] = []
    done = threading.Event()
    one = Counter()

    def write(counts: Any) -> None:
        written.append(dict(counts))

    def run_once() -> None:
        one._wanted.wait(5)
        one.flush()
        done.set()

    monkeypatch.setattr(counting, "add_counts", write)
    monkeypatch.setattr(atexit, "register", lambda _: None)
    monkeypatch.setattr(one, "_run", run_once)
    one.count("plan", "views", NOON)
    assert done.wait(5)
    assert written == [{("plan", NOON.date()): Counts(views=1)}]


def test_every_day_of_the_period_has_a_row_in_one_statement(gig: Gig) -> None:
    add_counts({(gig.slug, (NOON - timedelta(days=back)).date()): Counts(views=1) for back in (0, 6, 7)})
    with CaptureQueriesContext(connection) as captured:
        figures = figures_of(gig.pk, days=7, now=NOON)
    assert len(captured) == 1
    assert [day.views for day in figures.days] == [1, 0, 0, 0, 0, 0, 1]
    assert (figures.views, figures.checkouts, figures.orders) == (2, 0, 0)


def test_bars_say_in_words_what_they_show() -> None:
    days = [(NOON + timedelta(days=place)).date() for place in range(3)]
    chart = bars("Page views", days, [0, 10, 5])
    assert chart.summary == "Page views: 15 in 3 days, at most 10, on 24 Nov."
    assert [(bar.x, bar.y, bar.height) for bar in chart.bars] == [(11.0, 0.0, 100.0), (21.0, 50.0, 50.0)]
    assert bars("Orders", days, [0, 0, 0]).summary == "Orders: 0 in 3 days."


def test_the_seller_reads_them_and_nobody_else(gig: Gig, seller: User, buyer: User, staff: User) -> None:
    add_counts({(gig.slug, clock.now().date()): Counts(views=41, checkouts=7)})
    record_order(gig_id=gig.pk, at=clock.now())
    path = f"/selling/gigs/{gig.slug}/figures/"
    html = visitor(seller).get(path).content.decode()
    assert "Page views: 41 in 30 days" in html
    assert html.count("<tr>") == 31
    for garbage in ("7", "90", "31", "", "x", "%00", "-7", "9" * 50):
        assert visitor(seller).get(f"{path}?days={garbage}").status_code == 200
    assert visitor(buyer).get(path).status_code == 404
    assert visitor(staff).get(path).status_code == 404
    assert visitor().get(path).status_code == 302
