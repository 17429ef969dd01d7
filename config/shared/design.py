"""The page ``/design/``: every component in every state, for whoever builds or checks a page. Demo mode only."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from config.shared import clock
from config.shared.access import Policy, declared
from config.shared.commands import CommandForm, fresh_command
from config.shared.components import Bar, Bars, Countdown, MoneyPreview, MoneyRow, Post, Step
from config.shared.money import BadAmount, parse_amount
from config.shared.pages import render_page
from config.shared.sharing import Share, absolute

ICONS = (
    "search", "message-square", "bell", "user", "milestone", "check", "eye", "rotate-ccw", "undo-2", "video", "clock",
    "calendar", "credit-card", "receipt", "wallet", "shield-check", "paperclip", "file-text", "upload", "download",
    "pencil", "trash-2", "grip-vertical", "arrow-up", "arrow-down", "plus", "x", "flag", "star", "sliders-horizontal",
)  # fmt: skip


class SampleForm(CommandForm):
    """One field of each kind."""

    name = forms.CharField(
        label="Milestone name", max_length=60, help_text="What the customer gets at this step."
    )
    amount = forms.CharField(
        label="Amount", max_length=12, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    description = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=1200, required=False)
    subcategory = forms.ChoiceField(
        choices=[("", "Choose one"), ("a", "Business Plans"), ("b", "Desktop Applications")]
    )
    packages = forms.MultipleChoiceField(
        label="Available packages",
        choices=[("basic", "Basic"), ("standard", "Standard"), ("premium", "Premium")],
        widget=forms.CheckboxSelectMultiple,
    )
    revisions = forms.ChoiceField(choices=[("2", "Two"), ("u", "Unlimited")], widget=forms.RadioSelect)
    attachment = forms.FileField(required=False, help_text="Up to 50 MiB.")
    zoom = forms.BooleanField(label="Includes a Zoom call", required=False)
    full = forms.BooleanField(label="This is the full project", required=False)

    def stilled(self) -> "SampleForm":
        """The same with every field switched off."""
        for field in self.fields.values():
            field.disabled = True
        return self

    def clean_amount(self) -> int:
        """Refuse what is no amount."""
        try:
            return parse_amount(self.cleaned_data["amount"])
        except BadAmount as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean(self) -> dict[str, object]:
        """Show what a fault of the whole form looks like."""
        self.add_error(
            None,
            "Your milestones add up to $180.00, the package costs $190.00. Give out the $10.00 left over.",
        )
        return self.cleaned_data


def _gig_posts() -> tuple[Post, ...]:
    return (
        Post(1, "Story and style", description="Script, mood board and a rough plan of every shot.", price="$120.00",
             when="4 days", zoom=True, steps=(Step("Questions answered"), Step("Script"), Step("Mood board"))),
        Post(2, "Modelling", description="Your product as a clean model, from your drawings.", price="$180.00",
             when="6 days", steps=(Step("Grey model"), Step("Materials"))),
        Post(3, "Animation and light", price="$240.00", when="8 days"),
        Post(4, "Final film", description="4K and square, with sound.", price="$100.00", when="3 days"),
    )  # fmt: skip


def _order_posts() -> tuple[Post, ...]:
    return (
        Post(1, "Story and style", "accepted", price="$120.00", when="2 Nov", zoom=True,
             steps=(Step("Script", done=True), Step("Mood board", done=True))),
        Post(2, "Modelling", "accepted", price="$180.00", when="10 Nov"),
        Post(3, "Animation and light", "in_progress", price="$240.00", when="due 27 Nov, 14:05", current=True,
             note="2 revisions", steps=(Step("First pass", done=True), Step("Second pass"))),
        Post(4, "Final film", price="$100.00", when="3 days"),
    )  # fmt: skip


def _all_states() -> tuple[Post, ...]:
    names = (
        ("planned", "not begun"),
        ("awaiting_payment", "until 3 Dec, 09:00"),
        ("in_progress", "due 27 Nov, 14:05"),
        ("delivered", "answer until 1 Dec, 14:05"),
        ("in_revision", "due 30 Nov, 18:00"),
        ("accepted", "10 Nov"),
        ("dropped", ""),
        ("refunded", "12 Nov"),
    )
    return tuple(
        Post(n, f"Milestone {n}", state, "Planned" if state == "planned" else "", price="$95.00", when=when)
        for n, (state, when) in enumerate(names, 1)
    )


def _countdowns(now: datetime) -> tuple[Countdown, ...]:
    return tuple(
        Countdown(now + left, now, "America/New_York", "Ana")
        for left in (
            timedelta(days=3, hours=4),
            timedelta(hours=31),
            timedelta(minutes=154),
            timedelta(minutes=-5),
        )
    )


TABS = (
    {"href": "#tabs", "label": "Overview", "state": "done", "current": False},
    {"href": "#tabs", "label": "Pricing", "state": "done", "current": False},
    {"href": "#tabs", "label": "Description & FAQ", "state": "fault", "current": True},
    {"href": "#tabs", "label": "Requirements", "state": "todo", "current": False},
    {"href": "#tabs", "label": "Gallery", "state": "todo", "current": False},
    {"href": "#tabs", "label": "Publish", "state": "", "current": False},
)
GIGS = (
    {"seed": 0, "title": "I will animate your product in 3D", "seller": "Ana Duarte", "from": 12000},
    {
        "seed": 1,
        "title": "I will write a business plan that investors read to the end",
        "seller": "Tom",
        "from": 29000,
    },
    {
        "seed": 2,
        "title": "I will compose and produce a song for your film",
        "seller": "Mei Lin",
        "from": 18000,
    },
    {
        "seed": 3,
        "title": "I will build a desktop application for Windows and macOS",
        "seller": "Ola N.",
        "from": 45000,
    },
    {"seed": 4, "title": "I will run your social media for a month", "seller": "Rosa", "from": 15000},
    {"seed": 11, "title": "I will design a logo", "seller": "Jo", "from": 4000},
)
ACCEPT = MoneyPreview(
    sentence="Modelling is accepted and $180.00 held for it goes to Ana. The next milestone starts when it is paid.",
    rows=(
        MoneyRow("Animation and light", 24000),
        MoneyRow("Service fee", 1320, muted=True),
    ),
    total=MoneyRow("Charged now", 25320),
    notes=("Final film ($105.50 with the fee) is charged only when you accept this one.",),
)
STOP = MoneyPreview(
    sentence="The order ends as completed, and Ana is told not to go on.",
    rows=(MoneyRow("Accepted so far, stays with Ana", 30000),),
    total=MoneyRow("Nothing is charged", 0),
    notes=("Final film ($105.50 with the fee) is never charged.",),
)
WORDS = MoneyPreview("The window is 5 days longer. Nothing is charged, and nothing else changes.")
TAGS = ("3D", "product", "animation")
LINKS = (("Explainer Videos", "/gigs/?q=explainer"), ("Video Editing", "/gigs/?q=editing"))
CRUMBS = (("Home", "/"), ("Video & Animation", "/gigs/"))
TOASTS = (
    ("success", "Milestone saved. Customers see it now."),
    ("info", "Ana wrote to you."),
    ("error", "The card was declined. Nothing was charged."),
)
MEMBER = {"label": "Sam Lee", "handle": "sam-lee", "picture_url": "", "is_staff": False}
COUNTS = (3, 5, 2, 8, 6, 4, 9, 12, 7, 5, 10, 11)
CHART = Bars(
    label="Views",
    total=sum(COUNTS),
    summary="82 views in 12 days, at most 12 a day.",
    width=240,
    height=60,
    bars=tuple(Bar(20 * n, 60 - 5 * count, 16, 5 * count) for n, count in enumerate(COUNTS)),
    highest=max(COUNTS),
    first="12 Nov",
    last="23 Nov",
)
PICTURE = {
    "src": "/static/favicon.svg",
    "srcset": "",
    "width": 320,
    "height": 200,
    "alt": "The mark of Milepost",
}


@declared(Policy.DEMO)
def design(request: HttpRequest) -> HttpResponse:
    """Show every component. ``?toasts`` adds the four kinds of passing messages."""
    if "toasts" in request.GET:
        messages.success(request, "Milestone saved. Customers see it now.")
        messages.info(request, "Ana wrote to you.")
        messages.warning(request, "Your card expires this month.")
        messages.error(request, "The card was declined. Nothing was charged.")
    now = clock.now()
    return render_page(
        request,
        "shared/design.html",
        {
            "form": SampleForm(initial=fresh_command(1), auto_id="good_%s"),
            "still_form": SampleForm(auto_id="still_%s").stilled(),
            "bad_form": SampleForm(
                {"name": "", "amount": "1e5", "command": "", "zoom": "on"}, auto_id="bad_%s"
            ),
            "gig_posts": _gig_posts(),
            "order_posts": _order_posts(),
            "states": _all_states(),
            "countdowns": _countdowns(now),
            "accept": ACCEPT,
            "stop": STOP,
            "words": WORDS,
            "tags": TAGS,
            "links": LINKS,
            "crumbs": CRUMBS,
            "toasts": TOASTS,
            "member": MEMBER,
            "picture": PICTURE,
            "chart": CHART,
            "share": Share("Design", "Every component.", absolute("/design/"), absolute("/static/share.png")),
            "icons": ICONS,
            "now": now,
            "tabs": TABS,
            "gigs": GIGS,
        },
    )
