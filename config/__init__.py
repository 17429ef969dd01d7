"""The wiring. Importing the Celery app here is what makes web processes publish to our broker."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
