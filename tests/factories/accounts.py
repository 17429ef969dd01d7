"""Members for tests."""

import factory

from accounts.models import User


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A member in good standing; password ``milepost-demo``."""

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
    def _create(cls, model_class: type[User], *args: object, **kwargs: object) -> User:
        password = str(kwargs.pop("password", "milepost-demo"))
        return model_class.objects.create_user(*args, password=password, **kwargs)  # type: ignore[arg-type]
