"""The surveys app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Name and label of the app."""

    name = "surveygo.surveys"
