"""What people without JavaScript do again and again, by the words on the page."""

from django.test import Client

from accounts.models import User
from tests.factories.accounts import PASSWORD
from tests.journeys.forms import Form, Visitor
from tests.journeys.steps import SUCCESS


def signed_in(user: User) -> Visitor:
    """A member behind the real sign-in page."""
    visitor = Visitor(Client(), "/accounts/login/")
    form = visitor.form("Sign in")
    form.fill("E-mail", user.email)
    form.fill("Password", PASSWORD)
    return visitor.send(form)


def with_card(form: Form, number: str = SUCCESS) -> Form:
    """Type a card that is not saved yet."""
    if any(
        one.attrs.get("value") == "new" and one.attrs["type"] == "radio" for one in form.node.find("input")
    ):
        form.fill("Another card", "new")
    form.fill("Card number", number)
    form.fill("Expiry date", "12/39")
    form.fill("Security code", "123")
    return form
