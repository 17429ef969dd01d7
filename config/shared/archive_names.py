"""Names inside an archive that every system can unpack: safe, short enough, each once."""

from config.shared.uploads import safe_name

BYTES_MAX = 150
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def file_name(name: str) -> str:
    """A file's name without anything that a system refuses; keeps its ending, never empty."""
    safe = safe_name(name).rstrip(". ") or "file"
    if safe.partition(".")[0].strip().lower() in _RESERVED:
        safe = f"_{safe}"
    stem, dot, ending = safe.rpartition(".")
    if not dot:
        return _cut(safe, BYTES_MAX)
    return f"{_cut(stem, BYTES_MAX - len(ending.encode()) - 1)}.{ending}"


def folder_name(number: int, name: str) -> str:
    """``01 Story and style``."""
    words = _cut(safe_name(name, 60), 100).strip(". ")
    return f"{number:02} {words}".strip()


class Once:
    """Gives each name once: the second ``a.txt`` of a folder is ``a (2).txt``, in whatever case it comes."""

    def __init__(self, *taken: str) -> None:
        """``taken``: paths that are spoken for."""
        self._taken = {path.casefold() for path in taken}

    def path(self, folder: str, name: str) -> str:
        """A path in the archive that nothing else has."""
        stem, dot, ending = name.rpartition(".")
        stem, ending = (stem, f".{ending}") if dot else (name, "")
        found, number = f"{folder}/{name}", 1
        while found.casefold() in self._taken:
            number += 1
            found = f"{folder}/{stem} ({number}){ending}"
        self._taken.add(found.casefold())
        return found


def _cut(text: str, limit: int) -> str:
    """At most so many bytes, never half a character."""
    return text.encode()[: max(limit, 1)].decode(errors="ignore").rstrip(". ") or "file"
