"""Addresses of offers (product.md 10)."""

from django.urls import URLPattern

app_name = "offers"
urlpatterns: list[URLPattern] = []
