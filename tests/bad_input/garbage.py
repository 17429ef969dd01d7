"""What people, scripts and broken browsers send."""

NOT_AMOUNTS = (
    "",
    "-5",
    "-0.01",
    "0",
    "0.00",
    "0.99",
    "100000.01",
    "99999999999999999999",
    "1e5",
    "1E2",
    "NaN",
    "inf",
    "1_000",
    "0x10",
    "12.345",
    "1,00",
    "1.000,00",
    "1 000",
    "+50",
    "٥٠",
    "５０",
    "५०",
    "½",
    "fifty",
    "50 €",
    "--50",
    ".",
    "9" * 400,
)
"""Below, above, and no amount at all; the last ones in Arabic, full-width and Devanagari digits."""

NOT_DAYS = ("", "0", "-1", "1.5", "1e1", "NaN", "1_0", "٣", "３", "ten", "999999999999", "9" * 400)
NOT_COMMANDS = ("", "x", "1", "None", "00000000-0000-0000-0000-00000000000g", "\x00", "9" * 400)
NOT_VERSIONS = ("-1", "1.5", "x", "٣", "\x00", "9" * 30, "9" * 5_000)

INVISIBLE = "\u202e\u2066\u200f\u061c\x00\x07\x1b\x7f\u0085"
"""Direction marks and controls."""
MARKUP = '<script>alert(1)</script><b onmouseover="x">"\'&{{ 7 }}{% x %}'

HUGE = 2**63
NUMBERS = ("0", str(HUGE - 1), str(HUGE), str(2**64), "1" + "0" * 30)

QUERIES = (
    "%00",
    "%%0000",
    "%ff%fe",
    "-1",
    str(HUGE),
    "9" * 5_000,
    "%D9%A3",
    "x" * 3_000,
    "'%22%3E%3Cscript%3E",
    "0001-01-01T00:00:00%2B14:00~1",
    "9999-12-31T23:59:59-14:00~1",
    "9999-12-31T23:59:59-14:00_00000000-0000-0000-0000-000000000000",
    "2026-13-45T99:99:99%2B00:00~1",
    f"2026-01-01T00:00:00%2B00:00~{2**64}",
    f"{2**70}~1",
)
"""Values as they stand in an address: NUL, bytes that are no text, numbers beyond every column, dates at the edge."""

TEXTS = (
    "",
    "\x00",
    "x\x00y",
    "-1",
    str(2**64),
    "9" * 5_000,
    "٥",
    "NaN",
    "\ud7ff\ufffe\u202e",
    MARKUP,
    "y" * 70_000,
)
"""Values of a form."""
