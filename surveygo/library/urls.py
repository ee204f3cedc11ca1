"""Addresses of the library."""

from django.urls import path

from surveygo.library.views import bulk, collections, duplicates, files, listing, paper, tus

urlpatterns = [
    path("library", listing.index, name="library"),
    path("library/add", files.add, name="library-add"),
    path("uploads/tus", tus.create, name="tus"),
    path("uploads/tus/<int:pk>", tus.piece, name="tus-upload"),
    path("uploads", files.upload, name="upload"),
    path("collections/<int:pk>/files", files.files, name="files"),
    path("library/papers", bulk.act, name="library-bulk"),
    path("library/papers/<int:pk>", paper.show, name="paper"),
    path("library/papers/<int:pk>/edit", paper.edit, name="paper-edit"),
    path("library/papers/<int:pk>/delete", paper.delete, name="paper-delete"),
    path("library/collections", collections.create, name="collection-new"),
    path("library/collections/<int:pk>/rename", collections.rename, name="collection-rename"),
    path("library/collections/<int:pk>/delete", collections.delete, name="collection-delete"),
    path("library/duplicates", duplicates.index, name="library-duplicates"),
    path("library/duplicates/<int:pk>", duplicates.decide, name="duplicate"),
]
