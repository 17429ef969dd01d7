"""The web process."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.shared.currency_checks import refuse_foreign_currency

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
refuse_foreign_currency()
connections.close_all()
