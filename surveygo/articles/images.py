"""Images of articles: taken in, found again, given to exports, and gone with their survey."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from pipeline.images import BadImage, Image, clean_image, image_numbers
from surveygo.accounts.models import User
from surveygo.articles.models import Article, ArticleImage


def limit() -> int:
    """Bytes that an image may have as it comes."""
    return int(settings.ENV["SURVEYGO_IMAGE_MB"]) * 2**20


def add(article: Article, file: UploadedFile, user: User) -> ArticleImage:
    """Keep an image for the article; the same one again is the one there is.

    Raises:
        BadImage: it is too large or not taken; the message says why in one sentence.
    """
    if (file.size or 0) > limit():
        raise BadImage(f"The image is larger than {settings.ENV['SURVEYGO_IMAGE_MB']} MB; make it smaller first.")
    image = clean_image(file.read())
    digest = hashlib.sha256(image.content).hexdigest()
    with transaction.atomic():
        # Whoever else adds one to this article waits here, so that each gets a number of its own.
        Article.objects.select_for_update().only("pk").get(pk=article.pk)
        found = article.images.filter(sha256=digest).first()
        return found or _kept(article, image, digest, user)


def of_text(article: Article, markdown: str) -> dict[int, Image]:
    """The images that a text names, by number; one whose file is gone is left out."""
    found = {}
    for row in article.images.filter(number__in=image_numbers(markdown)).order_by("number"):
        try:
            found[row.number] = Image(row.kind, content(row), row.width, row.height)
        except FileNotFoundError:
            continue
    return found


def content(row: ArticleImage) -> bytes:
    """The bytes of an image.

    Raises:
        FileNotFoundError: somebody took the file away.
    """
    with row.file.open() as file:
        data: bytes = file.read()
    return data


def forget(rows: list[ArticleImage]) -> None:
    """Delete the rows and their bytes."""
    for row in rows:
        row.file.delete(save=False)
    ArticleImage.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _kept(article: Article, image: Image, digest: str, user: User) -> ArticleImage:
    last = article.images.aggregate(last=Max("number"))["last"] or 0
    row = ArticleImage(
        article=article, number=last + 1, kind=image.kind, sha256=digest, size=len(image.content), width=image.width,
        height=image.height, added_by=user,
    )  # fmt: skip
    row.file.save(image.extension, ContentFile(image.content), save=False)
    row.save()
    return row
