"""Addresses of searches."""

from django.urls import path

from surveygo.searches import views

urlpatterns = [
    path("searches/<int:pk>", views.show, name="search"),
    path("searches/<int:pk>/live", views.live, name="search-live"),
    path("searches/<int:pk>/choose", views.choose, name="search-choose"),
    path("searches/<int:pk>/pairs", views.settle, name="search-settle"),
    path("searches/<int:pk>/start", views.start, name="search-start"),
    path("searches/<int:pk>/cancel", views.cancel, name="search-cancel"),
    path("searches/<int:pk>/again", views.again, name="search-again"),
]
