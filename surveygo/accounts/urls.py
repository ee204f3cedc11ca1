"""Addresses for signing in and out."""

from django.urls import path

from surveygo.accounts import views

urlpatterns = [
    path("signin", views.signin, name="signin"),
    path("signin/<str:token>", views.signin_once, name="signin-once"),
    path("signout", views.signout, name="signout"),
]
