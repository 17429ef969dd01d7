"""Reads the style sheets' colours and computes what an eye makes of them (WCAG 2.2 contrast)."""

import re
from math import cos, radians, sin
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "static" / "src"
_THEME = re.compile(r'@plugin "daisyui/theme" \{(.*?)\n\}', re.DOTALL)
_ENTRY = re.compile(r"(--[\w-]+|name): ([^;]+);")
Rgb = tuple[float, float, float]
"""Linear light, 0 to 1."""


def themes() -> dict[str, dict[str, str]]:
    """Every theme of tokens.css: its name, and its tokens as written."""
    found = [dict(_ENTRY.findall(body)) for body in _THEME.findall((SOURCES / "tokens.css").read_text())]
    return {theme["name"].strip('"'): theme for theme in found}


def colour(text: str) -> Rgb:
    """``#16233d`` or ``oklch(62% 0.19 250)`` as linear light."""
    if text.startswith("#"):
        digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
        red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
        return red, green, blue
    light, chroma, hue = (float(part.strip("%")) for part in re.findall(r"[\d.]+%?", text))
    light = light / 100 if "%" in text else light
    return _from_oklab((light, chroma * cos(radians(hue)), chroma * sin(radians(hue))))


def mix(one: Rgb, share: float, other: Rgb) -> Rgb:
    """``color-mix(in oklab, one share, other)``."""
    pairs = zip(_oklab(one), _oklab(other), strict=True)
    light, a, b = (share * first + (1 - share) * second for first, second in pairs)
    return _from_oklab((light, a, b))


def contrast(one: Rgb, other: Rgb) -> float:
    """Between 1 and 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _luminance(rgb: Rgb) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def _oklab(rgb: Rgb) -> Rgb:
    red, green, blue = rgb
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _from_oklab(lab: Rgb) -> Rgb:
    light, a, b = lab
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    raw = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (min(1.0, max(0.0, part)) for part in raw)
    return red, green, blue
