"""The site's addresses, and the floor page beside them."""

from django.urls import include, path

urlpatterns = [
    path("bench/floor/", include("tests.bench.floor.urls")),
    path("", include("config.urls")),
]
