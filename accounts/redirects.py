"""Where a person may be sent after signing in."""

from django.utils.http import url_has_allowed_host_and_scheme


def is_safe_next(url: str | None) -> bool:
    """True for a path of this site. Django's check alone lets ``@evil.com`` pass (stack.md, trap 7)."""
    if not url or not url.startswith("/") or url[1:2] in {"/", "\\"}:
        return False
    return url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def safe_next(url: str | None, otherwise: str = "/") -> str:
    """The address when it is safe, else the other one."""
    return url if url and is_safe_next(url) else otherwise
