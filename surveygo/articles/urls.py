"""Addresses of articles."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
