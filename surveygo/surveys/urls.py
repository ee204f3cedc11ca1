"""Addresses of surveys and runs."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
