"""A bad line to the provider, and jobs that may not swallow what goes wrong."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from orders.payments.gateway import GatewayTimeout
from orders.payments.providers import gateway

FAULTS = ("lost before", "lost after")


class FaultyProvider:
    """The demo provider on a bad line: the next call is lost before or after it took effect."""

    def __init__(self, fault: str) -> None:
        self.fault: str | None = fault
        self.real = gateway()

    def __getattr__(self, name: str) -> object:
        method = getattr(self.real, name)
        if not callable(method):
            return method

        def call(*args: object, **kwargs: object) -> object:
            fault, self.fault = self.fault, None
            if fault == "lost before":
                raise GatewayTimeout
            answer = method(*args, **kwargs)
            if fault == "lost after":
                raise GatewayTimeout
            return answer

        return call


@contextmanager
def bad_line(fault: str | None) -> Iterator[None]:
    """Nothing is wrong for None."""
    if fault is None:
        yield
        return
    with mock.patch("orders.payments.pursuing.gateway", return_value=FaultyProvider(fault)):
        yield


class Aloud:
    """A log that raises what a job would only report."""

    def exception(self, event: str, **words: object) -> None:
        """Raise what is being handled."""
        del event, words
        raise  # noqa: PLE0704 - called while an exception is handled

    def info(self, *args: object, **words: object) -> None:
        """Say nothing."""

    warning = debug = error = info


@contextmanager
def nothing_is_swallowed() -> Iterator[None]:
    """A job pushes an order that fails out of its way and reports it; here that ends the test."""
    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("orders.operations") and hasattr(module, "log"):
                stack.enter_context(mock.patch.object(module, "log", Aloud()))
        yield
