"""The engine's help with passages of a written article."""

from django.apps import AppConfig


class AssistConfig(AppConfig):
    """The application's name."""

    name = "surveygo.assist"
