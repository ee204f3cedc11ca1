"""Addresses of sockets."""

from typing import Any, cast

from django.urls import path

from surveygo.articles.consumers import ArticleConsumer

urlpatterns = [path("ws/articles/<int:pk>", cast(Any, ArticleConsumer.as_asgi()))]
