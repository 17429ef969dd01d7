"""Members for tests."""

from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import User

PASSWORD = "milepost-demo"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A member in good standing with a confirmed address; password ``milepost-demo``."""

    class Meta:
        model = User
        django_get_or_create = ("handle",)
        skip_postgeneration_save = True

    handle = factory.Sequence(lambda n: f"member-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.handle}@example.test")
    display_name = factory.LazyAttribute(lambda user: user.handle.replace("-", " ").title())
    country = "SI"
    time_zone = "Europe/Ljubljana"

    @classmethod
    def _create(cls, model_class: type[User], *_: Any, **kwargs: Any) -> User:
        password = str(kwargs.pop("password", PASSWORD))
        user = model_class(password=make_password(password), **kwargs)
        user.save(force_insert=True)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user
