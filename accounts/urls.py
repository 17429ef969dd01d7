"""Addresses of accounts (product.md 10)."""

from django.urls import URLPattern

app_name = "accounts"
urlpatterns: list[URLPattern] = []
