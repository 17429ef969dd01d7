"""Who is counted in a seller's figures."""

from django.http import HttpRequest

from config.shared.visits import is_visit


def is_customer(request: HttpRequest, seller_id: int | None) -> bool:
    """Somebody who may buy opens a page: not the seller, not staff, no machine."""
    user = request.user
    return is_visit(request) and not (user.is_authenticated and (user.is_staff or user.pk == seller_id))
