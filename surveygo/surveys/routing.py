"""Addresses of sockets."""

from typing import Any, cast

from django.urls import path

from surveygo.surveys.consumers import RunConsumer

urlpatterns = [path("ws/runs/<int:pk>/", cast(Any, RunConsumer.as_asgi()))]
