"""Which provider is in use: ``settings.PAYMENT_PROVIDER``."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from orders.payments.demo.processor import DemoGateway
from orders.payments.gateway import Gateway

REGISTRY: dict[str, Gateway] = {"demo": DemoGateway()}


def gateway(name: str | None = None) -> Gateway:
    """The provider of this name, or the configured one. Raises ImproperlyConfigured for a name nobody knows.

    An attempt is pursued at the provider it was begun at, whatever is configured since.
    """
    wanted = name or settings.PAYMENT_PROVIDER
    if wanted not in REGISTRY:
        message = f"PAYMENT_PROVIDER={wanted!r} is unknown; known: {', '.join(sorted(REGISTRY))}"
        raise ImproperlyConfigured(message)
    return REGISTRY[wanted]
