"""Members: one account buys and sells."""

import zoneinfo
from decimal import Decimal
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from config.shared import clock
from config.shared.ratings import average


class UserManager(BaseUserManager["User"]):
    """Makes members by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a member; address and handle are kept in lower case, as they are looked up."""
        if "handle" in fields:
            fields["handle"] = fields["handle"].lower()
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(force_insert=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a member of staff with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address without regard to case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A member. The address is the sign-in name; the handle is the public one and never made from the address."""

    email = models.EmailField("e-mail", unique=True)
    handle = models.SlugField(max_length=30, unique=True)
    display_name = models.CharField(max_length=60, blank=True)
    bio = models.TextField(max_length=600, blank=True)
    country = models.CharField(max_length=2, blank=True)
    languages = models.JSONField(default=list, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    picture = models.ImageField(upload_to="pictures/", blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    mail_off = models.JSONField(default=list, blank=True)
    joined_at = models.DateTimeField(default=clock.now)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.TextField(blank=True)
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    buyer_rating_sum = models.PositiveIntegerField(default=0, db_default=0)
    buyer_rating_count = models.PositiveIntegerField(default=0, db_default=0)
    last_delivery_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["handle"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_address"),
            models.UniqueConstraint(Lower("handle"), name="one_account_per_handle"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name that others see."""
        return self.display_name or self.handle

    @property
    def in_good_standing(self) -> bool:
        """May begin something new: order, offer, gig."""
        return self.is_active and self.suspended_at is None

    @property
    def rating(self) -> Decimal | None:
        """The average of what buyers say of a seller, None without reviews."""
        return average(self.rating_sum, self.rating_count)

    @property
    def buyer_rating(self) -> Decimal | None:
        """The same of what sellers say of a buyer."""
        return average(self.buyer_rating_sum, self.buyer_rating_count)

    @property
    def picture_url(self) -> str:
        """Address of the small square picture; empty when there is none."""
        return "-small.".join(self.picture.url.rsplit(".", 1)) if self.picture else ""

    @property
    def portrait_url(self) -> str:
        """Address of the large square picture; empty when there is none."""
        return self.picture.url if self.picture else ""

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The member's time zone, UTC when the stored name is not known here."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")
