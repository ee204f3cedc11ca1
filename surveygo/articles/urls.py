"""Addresses of articles."""

from django.urls import path

from surveygo.articles.views import edit, export, history, images, read, share, shared

urlpatterns = [
    path("articles/<int:pk>", read.show, name="article"),
    path("articles/<int:pk>/evidence", read.evidence, name="evidence"),
    path("articles/<int:pk>/papers", read.papers, name="article-papers"),
    path("articles/<int:pk>/edit", edit.edit, name="edit"),
    path("articles/<int:pk>/edit/plain", edit.plain, name="edit-plain"),
    path("articles/<int:pk>/preview", edit.preview, name="preview"),
    path("articles/<int:pk>/diagrams", edit.diagrams, name="diagrams"),
    path("articles/<int:pk>/images", images.add, name="article-images"),
    path("articles/<int:pk>/images/<int:number>", images.show, name="article-image"),
    path("articles/<int:pk>/history", history.history, name="history"),
    path("articles/<int:pk>/history/<int:number>", history.history, name="revision"),
    path("articles/<int:pk>/history/<int:number>/name", history.name, name="revision-name"),
    path("articles/<int:pk>/history/name", history.name_newest, name="version-name"),
    path("articles/<int:pk>/history/<int:number>/restore", history.restore, name="restore"),
    path("articles/<int:pk>/exports/<str:format>", export.export, name="export"),
    path("exports/<int:pk>", export.progress, name="export-progress"),
    path("exports/<int:pk>/file", export.fetch, name="export-file"),
    path("articles/<int:pk>/shares", share.shares, name="article-shares"),
    path("shares/<int:pk>/revoke", share.revoke, name="share-revoke"),
    path("shared/<str:token>", shared.show, name="shared"),
    path("shared/<str:token>/evidence", shared.evidence, name="shared-evidence"),
    path("shared/<str:token>/exports/<str:format>", shared.export, name="shared-export"),
    path("shared/<str:token>/files/<int:number>", shared.progress, name="shared-progress"),
    path("shared/<str:token>/files/<int:number>/file", shared.fetch, name="shared-file"),
    path("shared/<str:token>/images/<int:number>", shared.image, name="shared-image"),
    path("figures/<str:signed>.svg", read.figure, name="figure"),
]
