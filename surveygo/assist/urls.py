"""Addresses of the engine's help."""

from django.urls import path

from surveygo.assist import views

urlpatterns = [
    path("articles/<int:pk>/assists", views.assists, name="assists"),
    path("assists/<int:pk>", views.show, name="assist"),
    path("articles/<int:pk>/assists/estimate", views.estimate, name="assist-estimate"),
    path("assists/<int:pk>/again", views.again, name="assist-again"),
    path("assists/<int:pk>/take", views.take, name="assist-take"),
    path("assists/<int:pk>/settle", views.settle, name="assist-settle"),
]
