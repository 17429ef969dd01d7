"""Addresses of orders (product.md 10)."""

from django.urls import URLPattern

app_name = "orders"
urlpatterns: list[URLPattern] = []
