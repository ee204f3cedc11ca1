"""The review of articles: comments, suggestions, verdicts."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The application's name."""

    name = "surveygo.review"
