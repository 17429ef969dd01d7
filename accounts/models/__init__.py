"""Members and what they are told."""

from accounts.models.mail import Mail, SentMail
from accounts.models.notification import Notification
from accounts.models.standing import StandingEvent
from accounts.models.user import User, UserManager

__all__ = ["Mail", "Notification", "SentMail", "StandingEvent", "User", "UserManager"]
