"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Name and label of the app."""

    name = "surveygo.accounts"

    def ready(self) -> None:
        """Connect the signals."""
        from surveygo.accounts import signals  # noqa: F401  importing it connects them
