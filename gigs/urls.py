"""Addresses of gigs (product.md 10)."""

from django.urls import URLPattern

app_name = "gigs"
urlpatterns: list[URLPattern] = []
