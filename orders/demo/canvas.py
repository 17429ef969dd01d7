"""What the demo market's pictures are drawn with."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ImageDraw

FINE = 2
"""Drawn so many times as large and brought down, which makes edges smooth."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one composition: behind, quiet, drawn, in its shade, and the one accent."""

    ground: str
    quiet: str
    ink: str
    shade: str
    accent: str


@dataclass(frozen=True, slots=True)
class Canvas:
    """Draws in units of the finished picture."""

    draw: ImageDraw.ImageDraw
    colours: Palette

    def shape(self, points: Sequence[Point], fill: str) -> None:
        """A filled polygon."""
        self.draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def path(self, points: Sequence[Point], fill: str, width: int = 4) -> None:
        """An open line."""
        self.draw.line([(x * FINE, y * FINE) for x, y in points], fill, width * FINE, "curve")

    def box(
        self, left: float, top: float, width: float, height: float, fill: str, *, round_: int = 8
    ) -> None:
        """A rectangle with round corners."""
        edges = [edge * FINE for edge in (left, top, left + width, top + height)]
        self.draw.rounded_rectangle(edges, round_ * FINE, fill)

    def oval(self, x: float, y: float, wide: float, high: float, fill: str) -> None:
        """A filled ellipse around its middle, by its two radii."""
        self.draw.ellipse([edge * FINE for edge in (x - wide, y - high, x + wide, y + high)], fill)

    def slice(self, x: float, y: float, radii: Point, angles: Point, fill: str) -> None:
        """A part of such an ellipse, between two angles in degrees."""
        wide, high = radii
        edges = [edge * FINE for edge in (x - wide, y - high, x + wide, y + high)]
        self.draw.pieslice(edges, *angles, fill)

    def block(self, x: float, y: float, side: float, height: float, top: str) -> None:
        """A box seen from above a corner; the corner of its top that is nearest stands at this point."""
        deep = side / 2
        left, right, back = (x - side, y - deep), (x + side, y - deep), (x, y - 2 * deep)
        self.shape([left, (x, y), (x, y + height), (x - side, y - deep + height)], self.colours.ink)
        self.shape([right, (x, y), (x, y + height), (x + side, y - deep + height)], self.colours.shade)
        self.shape([left, (x, y), right, back], top)
