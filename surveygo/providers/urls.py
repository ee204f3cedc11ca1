"""Addresses of the Models page."""

from django.urls import path

from surveygo.providers import views

urlpatterns = [
    path("models", views.index, name="models"),
    path("models/new/<str:kind>", views.create, name="provider-new"),
    path("models/<int:pk>", views.edit, name="provider"),
    path("models/<int:pk>/test", views.test, name="provider-test"),
    path("models/<int:pk>/remove", views.delete, name="provider-delete"),
]
