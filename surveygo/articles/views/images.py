"""Images of an article: put into it by those who edit, seen by whoever sees the article."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_POST

from pipeline.images import BadImage
from surveygo.accounts.access import get_article
from surveygo.accounts.rules import needs
from surveygo.articles import images, locks
from surveygo.articles.models import Article, ArticleImage
from surveygo.surveys.views.request import person


@require_POST
@needs("edit", "article")
def add(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep the file `image`; the reply has the number by which the text may name it, or why it was refused."""
    article = get_article(person(request), pk, "edit")
    file = request.FILES.get("image")
    if file is None:
        return JsonResponse({"problem": "Choose an image."}, status=422)
    try:
        locks.check(article.pk)
        image = images.add(article, file, person(request))
    except BadImage as error:
        return JsonResponse({"problem": str(error)}, status=422)
    except locks.Locked as error:
        return JsonResponse({"problem": str(error)}, status=423)
    return JsonResponse({"number": image.number}, status=201)


@require_GET
@needs("view", "article")
def show(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The image. Browsers keep it, and ask each time whether they still may show it."""
    row = found(get_article(person(request), pk), number)
    tag = f'"{row.sha256}"'
    response = get_conditional_response(request, etag=tag) or image_reply(row)
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def found(article: Article, number: int) -> ArticleImage:
    """An image of the article, or 404."""
    return get_object_or_404(ArticleImage, article=article, number=number)


def image_reply(row: ArticleImage) -> HttpResponse:
    """The bytes of an image, as nothing but an image."""
    try:
        data = images.content(row)
    except FileNotFoundError as error:
        raise Http404("This image is gone.") from error
    headers = {
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Disposition": f'inline; filename="image-{row.number}.{row.kind}"',
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(data, content_type=f"image/{row.kind}", headers=headers)
