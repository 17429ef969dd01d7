"""Tables to be downloaded as CSV: streamed, and harmless in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet would take for the beginning of a formula, or skip before one."""


class _Line:
    """What the csv module writes to: gives each line back."""

    def write(self, line: str) -> str:
        """The line as it is."""
        return line


def harmless(cell: str) -> str:
    """The text, with an apostrophe in front of what a spreadsheet would calculate; a plain number stays one."""
    if not cell.startswith(FORMULA):
        return cell
    return (
        cell if cell[1:].replace(".", "", 1).isdecimal() and cell[0] == "-" and cell.isascii() else f"'{cell}"
    )


def table_file(name: str, rows: Iterable[Iterable[str]]) -> StreamingHttpResponse:
    """The rows as a download, line by line; UTF-8 with a mark that spreadsheets look for."""
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _lines(rows: Iterable[Iterable[str]]) -> Iterator[bytes]:
    writer = csv.writer(_Line())
    yield "\ufeff".encode()
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row]).encode()
