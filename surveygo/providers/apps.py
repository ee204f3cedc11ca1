"""The providers app."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Name and label of the app."""

    name = "surveygo.providers"
