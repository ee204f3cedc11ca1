"""Addresses of the review."""

from django.urls import path

from surveygo.review.views import locks, notices, reviews, threads

urlpatterns = [
    path("articles/<int:pk>/review", threads.show, name="review"),
    path("articles/<int:pk>/selection", threads.selection, name="selection"),
    path("articles/<int:pk>/threads", threads.begin, name="thread-begin"),
    path("articles/<int:pk>/suggestions", threads.settle_all, name="suggestions-settle"),
    path("articles/<int:pk>/reviewers", reviews.ask, name="review-ask"),
    path("articles/<int:pk>/verdict", reviews.answer, name="verdict"),
    path("articles/<int:pk>/lock", locks.lock, name="article-lock"),
    path("articles/<int:pk>/unlock", locks.unlock, name="article-unlock"),
    path("threads/<int:pk>/reply", threads.reply, name="thread-reply"),
    path("threads/<int:pk>/resolve", threads.resolve, name="thread-resolve"),
    path("threads/<int:pk>/settle", threads.settle, name="thread-settle"),
    path("notices", notices.show, name="notices"),
    path("notices/seen", notices.seen, name="notices-seen"),
    path("you/notices", notices.mails, name="notices-mail"),
    path("unsubscribe/<str:token>", notices.unsubscribe, name="unsubscribe"),
]
