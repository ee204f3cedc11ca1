"""Addresses of the site; each app has its own."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from surveygo.accounts.rules import needs


@login_not_required
@needs("nothing")
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers as soon as the server does."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("surveygo.accounts.urls")),
    path("", include("surveygo.library.urls")),
    path("", include("surveygo.surveys.urls")),
    path("", include("surveygo.providers.urls")),
    path("", include("surveygo.searches.urls")),
    path("", include("surveygo.articles.urls")),
    path("", include("surveygo.review.urls")),
    path("", include("surveygo.assist.urls")),
]
