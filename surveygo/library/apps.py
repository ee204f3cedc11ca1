"""The library app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Name and label of the app."""

    name = "surveygo.library"
