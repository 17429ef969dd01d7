"""The compositions of the demo market's pictures: one for each kind of trade."""

from collections.abc import Callable
from math import pi, sin

from orders.demo.canvas import Canvas


def _solids(on: Canvas) -> None:
    on.oval(500, 455, 400, 110, on.colours.quiet)
    for x, y, side, height in ((360, 330, 130, 120), (660, 350, 110, 80), (500, 430, 90, 70)):
        on.block(x, y, side, height, on.colours.quiet)
    on.block(360, 265, 60, 40, on.colours.accent)


def _layers(on: Canvas) -> None:
    on.path([(500, 60), (500, 590)], on.colours.quiet, 6)
    for step, top in enumerate((on.colours.quiet, on.colours.accent, on.colours.quiet, on.colours.quiet)):
        on.block(500, 540 - step * 118, 220 - step * 22, 26, top)


def _turntable(on: Canvas) -> None:
    on.oval(500, 450, 390, 120, on.colours.quiet)
    on.oval(500, 450, 340, 98, on.colours.ground)
    on.oval(500, 430, 190, 56, on.colours.ink)
    on.slice(500, 430, (190, 56), (-90, 90), on.colours.shade)
    on.box(310, 210, 190, 220, on.colours.ink, round_=0)
    on.box(500, 210, 191, 220, on.colours.shade, round_=0)
    on.oval(500, 210, 190, 56, on.colours.quiet)
    on.oval(500, 210, 110, 32, on.colours.accent)


def _chart(on: Canvas) -> None:
    for line in range(5):
        on.box(110, 120 + line * 95, 780, 3, on.colours.quiet, round_=0)
    heights = [70, 110, 95, 160, 210, 260, 330]
    for place, height in enumerate(heights):
        fill = on.colours.accent if height == max(heights) else on.colours.ink
        on.box(140 + place * 108, 500 - height, 66, height, fill)
    tops = [(173 + place * 108, 450 - height) for place, height in enumerate(heights)]
    on.path(tops, on.colours.shade, 6)
    for x, y in tops:
        on.oval(x, y, 11, 11, on.colours.shade)


def _sheets(on: Canvas) -> None:
    for place, left in enumerate((160, 400, 640)):
        on.box(left + 8, 108, 200, 420, on.colours.quiet, round_=10)
        on.box(left, 100, 200, 420, "#ffffff", round_=10)
        on.box(left + 24, 130, 96, 14, on.colours.ink, round_=6)
        for line in range(9 - place * 2):
            on.box(left + 24, 170 + line * 24, 152 - line % 3 * 28, 8, "#d5d1c6", round_=4)
    on.oval(500, 430, 52, 52, on.colours.ink)
    on.slice(500, 430, (52, 52), (-90, 40), on.colours.accent)
    for place, height in enumerate((50, 80, 120, 160)):
        on.box(668 + place * 38, 490 - height, 26, height, on.colours.ink, round_=4)


def _wave(on: Canvas) -> None:
    for place in range(56):
        loud = abs(sin(place * 0.31) * sin(place * pi / 56)) * 230 + 8
        fill = on.colours.accent if not (place + 7) % 14 else on.colours.ink
        on.box(80 + place * 15, 312 - loud, 9, 2 * loud, fill, round_=4)
    on.box(60, 310, 880, 4, on.colours.quiet, round_=0)


def _window(on: Canvas) -> None:
    on.box(148, 92, 720, 460, on.colours.quiet, round_=18)
    on.box(140, 80, 720, 460, "#ffffff", round_=18)
    on.box(140, 80, 190, 460, on.colours.shade, round_=18)
    for place, fill in enumerate(("#ffffff", on.colours.quiet, on.colours.accent)):
        on.oval(172 + place * 28, 112, 8, 8, fill)
    for line in range(5):
        fill = on.colours.accent if line == 1 else "#8fa3c7"
        on.box(168, 160 + line * 44, 128 - line % 2 * 34, 12, fill, round_=6)
    on.box(366, 122, 220, 18, on.colours.shade, round_=8)
    for line in range(4):
        on.box(366, 200 + line * 80, 456, 3, "#e5e2da", round_=0)
    curve = [(366 + x * 24, 400 - sin(x * 0.45) * 70 - x * 5) for x in range(20)]
    on.path(curve, on.colours.ink, 7)
    on.oval(*curve[-1], 12, 12, on.colours.accent)


def _feed(on: Canvas) -> None:
    fills = [on.colours.ink, on.colours.quiet, on.colours.accent, on.colours.quiet, on.colours.shade]
    for place in range(8):
        left, top, fill = 120 + place % 4 * 195, 115 + place // 4 * 205, fills[place % 5]
        on.box(left, top, 175, 185, fill, round_=16)
        other = on.colours.ground if fill != on.colours.quiet else on.colours.ink
        if place % 3:
            on.oval(left + 88, top + 92, 46, 46, other)
        else:
            on.shape([(left + 40, top + 140), (left + 88, top + 52), (left + 136, top + 140)], other)


def _mark(on: Canvas) -> None:
    for line in range(11):
        on.box(100 + line * 80, 0, 2, 625, on.colours.quiet, round_=0)
        on.box(0, 32 + line * 56, 1_000, 2, on.colours.quiet, round_=0)
    on.oval(420, 312, 168, 168, on.colours.ink)
    on.box(420, 144, 168, 336, on.colours.shade, round_=0)
    on.oval(588, 312, 84, 84, on.colours.accent)


def _swatches(on: Canvas) -> None:
    fills = (on.colours.shade, on.colours.ink, on.colours.quiet, on.colours.accent)
    for place, fill in enumerate(fills):
        on.box(110 + place * 200, 90, 180, 340, fill, round_=16)
        on.box(110 + place * 200, 456, 120, 14, on.colours.ink, round_=7)
        on.box(110 + place * 200, 486, 76, 12, on.colours.quiet, round_=6)


DRAWN: dict[str, Callable[[Canvas], None]] = {
    "solids": _solids,
    "layers": _layers,
    "turntable": _turntable,
    "chart": _chart,
    "sheets": _sheets,
    "wave": _wave,
    "window": _window,
    "feed": _feed,
    "mark": _mark,
    "swatches": _swatches,
}
"""Every composition by its name in ``data/*.toml``; they fill 1,000 by 625."""
