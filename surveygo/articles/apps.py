"""The articles app."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Name and label of the app."""

    name = "surveygo.articles"
