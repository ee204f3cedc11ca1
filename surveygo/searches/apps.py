"""The searches app."""

from django.apps import AppConfig


class SearchesConfig(AppConfig):
    """Name and label of the app."""

    name = "surveygo.searches"
