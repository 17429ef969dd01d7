"""All addresses; orders comes first because use cases that touch it live there."""

from django.contrib import admin
from django.urls import include, path

from config.shared.design import design
from config.shared.health import health_live, health_ready
from config.shared.media import serve_image
from config.shared.robots import robots

urlpatterns = [
    path("", include("orders.urls")),
    path("", include("offers.urls")),
    path("", include("gigs.urls")),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("design/", design, name="design"),
    path("media/<path:path>", serve_image, name="media"),
    path("robots.txt", robots, name="robots"),
    path("health/live/", health_live, name="health_live"),
    path("health/ready/", health_ready, name="health_ready"),
]

handler400 = "config.shared.faults.bad_request"
handler403 = "config.shared.faults.forbidden"
handler404 = "config.shared.faults.not_found"
handler429 = "config.shared.faults.too_many"  # allauth asks for this one
handler500 = "config.shared.faults.server_error"
