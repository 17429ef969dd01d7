"""What the other components of the page are filled with."""

from config.shared.components import Bar, Bars, MoneyPreview, MoneyRow

ICONS = (
    "search", "message-square", "bell", "user", "milestone", "check", "eye", "rotate-ccw", "undo-2", "video", "clock",
    "calendar", "credit-card", "receipt", "wallet", "shield-check", "paperclip", "file-text", "upload", "download",
    "pencil", "trash-2", "grip-vertical", "arrow-up", "arrow-down", "plus", "x", "flag", "star", "sliders-horizontal",
)  # fmt: skip

TABS = (
    {"href": "#tabs", "label": "Overview", "state": "done", "current": False},
    {"href": "#tabs", "label": "Pricing", "state": "done", "current": False},
    {"href": "#tabs", "label": "Description & FAQ", "state": "fault", "current": True},
    {"href": "#tabs", "label": "Requirements", "state": "todo", "current": False},
    {"href": "#tabs", "label": "Gallery", "state": "todo", "current": False},
    {"href": "#tabs", "label": "Publish", "state": "", "current": False},
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
