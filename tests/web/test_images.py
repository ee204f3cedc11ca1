"""Images of articles: taken in, shown to those who may see them, in exports, and gone with their survey."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from surveygo.accounts.models import Membership, Role, User
from surveygo.articles import document, exports, images, sharing
from surveygo.articles.models import Article, ArticleImage, ExportFile
from surveygo.surveys import shelf
from tests.pipeline.pictures import picture
from tests.web.conftest import make_run

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def given(content: bytes, name: str = "a.png") -> SimpleUploadedFile:
    """A file of a form."""
    return SimpleUploadedFile(name, content)


@pytest.fixture
def image(article: Article, alice: User) -> ArticleImage:
    """An image that the article's text names."""
    image = images.add(article, given(picture()), alice)
    document.change(
        article, article.version, f"{article.markdown}\n![A *teal* box](image:1)\n\n![No](image:2)\n", alice
    )
    return image


def test_an_editor_adds_images(article: Article, as_alice: Client, alice: User) -> None:
    """Each gets the next number, whatever its name says; the same one again is the one there is."""
    at = f"/articles/{article.pk}/images"
    for content, number in ((picture(), 1), (picture("JPEG"), 2), (picture(), 1)):
        reply = as_alice.post(at, {"image": given(content, "x.svg")})
        assert (reply.status_code, reply.json()) == (201, {"number": number})
    rows = list(article.images.order_by("number"))
    assert [(row.kind, row.width, row.height, row.added_by) for row in rows] == [
        ("png", 30, 20, alice), ("jpeg", 30, 20, alice),
    ]  # fmt: skip
    assert all(re.fullmatch(r"images/\w{32}\.(png|jpg)", row.file.name) for row in rows)


def test_a_refusal_is_one_sentence(article: Article, as_alice: Client, settings: Settings) -> None:
    """For what is no image, and for what is too large; nothing is kept."""
    settings.ENV = settings.ENV | {"SURVEYGO_IMAGE_MB": 1}
    at = f"/articles/{article.pk}/images"
    for sent, told in (
        ({"image": given(b"<svg/>", "a.png")}, "no PNG, JPEG, GIF or WebP"),
        ({"image": given(b"x" * (2**20 + 1))}, "larger than 1 MB"),
        ({}, "Choose an image."),
    ):
        reply = as_alice.post(at, sent)
        assert reply.status_code == 422 and told in reply.json()["problem"]
    assert not ArticleImage.objects.exists()


def test_pages_show_the_article_s_own_images(image: ArticleImage, as_alice: Client) -> None:
    """The article and the preview; a number that the article does not have is its description."""
    at = f"/articles/{image.article_id}"
    shown = f'src="{at}/images/1"'
    page = as_alice.get(at).text
    assert shown in page and "Figure 2.</span> A <em>teal</em> box" in page and "<p>No</p>" in page
    (part,) = as_alice.post(f"{at}/preview", {"sections": '["![A](image:1)"]'}).json()
    assert shown in part


def test_an_image_is_nothing_but_an_image(image: ArticleImage, as_alice: Client) -> None:
    """Its kind is said and not guessed; a browser that keeps it asks before it shows it again."""
    at = f"/articles/{image.article_id}/images/1"
    reply = as_alice.get(at)
    assert reply["Content-Type"] == "image/png" and reply["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in reply["Content-Security-Policy"] and reply["Cache-Control"] == "private, no-cache"
    assert reply.content == images.content(image)
    again = as_alice.get(at, headers={"If-None-Match": reply["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert as_alice.get(f"/articles/{image.article_id}/images/2").status_code == 404


def test_who_sees_the_article_sees_its_images(image: ArticleImage, bob: User, charlie: User, client: Client) -> None:
    """Members of any role; strangers find nothing, visitors sign in."""
    at = f"/articles/{image.article_id}/images/1"
    assert client.get(at).status_code == 302
    client.force_login(charlie)
    assert client.get(at).status_code == 404
    client.force_login(bob)
    Membership.objects.filter(user=bob).update(role=Role.VIEWER)
    assert client.get(at).status_code == 200
    assert client.post(f"/articles/{image.article_id}/images", {"image": given(picture())}).status_code == 403


def test_a_link_for_readers_has_its_article_s_images(image: ArticleImage, alice: User, client: Client) -> None:
    """And those of no other article; no cache keeps them, and they end with the link."""
    path = sharing.share(image.article, alice, 30, exports=False).removeprefix("http://127.0.0.1:8000")
    (shown,) = re.findall(r'src="(/shared/[^"]+/images/1)"', client.get(path).text)
    reply = client.get(shown)
    assert reply.content == images.content(image) and reply["Cache-Control"] == "private, no-store"
    other = Article.objects.create(survey=image.article.survey, run=make_run(image.article.survey), title="T")
    images.add(other, given(picture(colour="red")), alice)
    images.add(other, given(picture(colour="blue")), alice)
    assert client.get(f"{path}/images/2").status_code == 404
    image.article.shares.get().delete()
    assert client.get(shown).status_code == 404


def test_markdown_comes_with_its_images(image: ArticleImage, as_alice: Client) -> None:
    """As an archive in which the text names the files beside it; a text without images comes by itself."""
    at = f"/articles/{image.article_id}/exports/markdown"
    reply = as_alice.post(at)
    assert reply["Content-Disposition"] == "attachment; filename*=UTF-8''aspect-sentiment.zip"
    with ZipFile(io.BytesIO(reply.content)) as archive:
        assert archive.namelist() == ["aspect-sentiment.md", "images/image-1.png"]
        text = archive.read("aspect-sentiment.md").decode()
        assert archive.read("images/image-1.png") == images.content(image)
    assert "![A *teal* box](images/image-1.png)" in text and "![No](image:2)" in text
    document.change(image.article, Article.objects.get().version, "# T\n", image.added_by)  # type: ignore[arg-type]
    assert as_alice.post(at).content.startswith(b"# T")


def test_a_pdf_holds_the_images(image: ArticleImage) -> None:
    """With their captions, numbered with the diagrams."""
    exports.make(exports.order(image.article, "pdf").pk)
    with ExportFile.objects.get().file.open() as file:
        pdf = pypdfium2.PdfDocument(file.read())
    kinds = [item.type for page in pdf for item in page.get_objects()]
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    assert kinds.count(pdfium.FPDF_PAGEOBJ_IMAGE) == 1
    assert "Figure 2. A teal box" in text


def test_an_export_does_without_a_file_that_vanished(image: ArticleImage, as_alice: Client) -> None:
    """The text is worth more than nothing; the image's address says that it is gone."""
    image.file.delete(save=False)
    assert as_alice.post(f"/articles/{image.article_id}/exports/markdown").content.startswith(b"# Aspect")
    assert as_alice.get(f"/articles/{image.article_id}/images/1").status_code == 404


def test_images_go_with_the_survey_and_not_with_a_copy(image: ArticleImage, alice: User) -> None:
    """The person is told; a duplicate is a brief without articles, so it has none."""
    storage, name = image.file.storage, image.file.name
    copy = shelf.duplicate(image.article.survey, alice)
    assert "1 image" in shelf.goes_with(image.article.survey) and not shelf.goes_with(copy)
    shelf.delete(copy)
    assert storage.exists(name)
    shelf.delete(image.article.survey)
    assert not ArticleImage.objects.exists() and not storage.exists(name)
