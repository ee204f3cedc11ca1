"""Addresses of surveys and runs."""

from django.urls import path

from surveygo.surveys.views import basket, compose, index, run

urlpatterns = [
    path("", index.index, name="surveys"),
    path("surveys/new", compose.compose, name="survey-new"),
    path("surveys/sample", index.sample, name="survey-sample"),
    path("surveys/estimate", compose.show_estimate, name="survey-estimate"),
    path("surveys/basket", basket.basket, name="basket"),
    path("surveys/pick", basket.pick, name="pick"),
    path("surveys/<int:pk>", compose.show, name="survey"),
    path("surveys/<int:pk>/row", index.row, name="survey-row"),
    path("surveys/<int:pk>/edit", compose.compose, name="survey-edit"),
    path("surveys/<int:pk>/rename", index.rename, name="survey-rename"),
    path("surveys/<int:pk>/duplicate", index.duplicate, name="survey-duplicate"),
    path("surveys/<int:pk>/again", index.again, name="survey-again"),
    path("surveys/<int:pk>/delete", index.delete, name="survey-delete"),
    path("runs/<int:pk>", run.show, name="run"),
    path("runs/<int:pk>/changes", run.changes, name="run-changes"),
    path("runs/<int:pk>/candidates/<int:block>/<str:layer>/<int:index>", run.candidate, name="run-candidate"),
    path("runs/<int:pk>/calls", run.calls, name="run-calls"),
    path("runs/<int:pk>/pause", run.pause, name="run-pause"),
    path("runs/<int:pk>/resume", run.resume, name="run-resume"),
    path("runs/<int:pk>/cancel", run.cancel, name="run-cancel"),
    path("runs/<int:pk>/budget", run.budget, name="run-budget"),
    path("runs/<int:pk>/outline", run.outline, name="run-outline"),
]
