"""Uploads that go on after a lost connection: the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload).

The core protocol with the extensions creation, creation-with-upload, expiration and termination; `arrivals.py` does
what it asks for. Metadata: `filename`, and `collection`, the number of the collection that the file goes into.
"""

from __future__ import annotations

import base64
import binascii

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import require_http_methods

from surveygo.accounts.access import current_workspace, get_collection, get_upload
from surveygo.accounts.rules import needs
from surveygo.library import arrivals
from surveygo.library.models import Upload
from surveygo.library.uploads import too_large
from surveygo.surveys.views.request import person

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination"
PIECE = "application/offset+octet-stream"


@require_http_methods(["OPTIONS", "POST"])
@needs("edit")
def create(request: HttpRequest) -> HttpResponse:
    """Announce a file; the answer's Location is where its pieces go. The first piece may come along."""
    user = person(request)
    current_workspace(user, "edit")
    if request.method == "OPTIONS":
        return _reply(
            204, **{"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": settings.UPLOAD_LIMIT}
        )
    if problem := _unfit(request):
        return problem
    said = _metadata(request.headers.get("Upload-Metadata", ""))
    size, collection = _number(request.headers.get("Upload-Length")), _number(said.get("collection"))
    if size is None or collection is None:
        return _reply(400, "The upload's length and collection must be announced.")
    if size > settings.UPLOAD_LIMIT:
        return _reply(413, too_large())
    upload = arrivals.announce(get_collection(user, collection, "edit"), said.get("filename", ""), size, user)
    headers = {"Location": reverse("tus-upload", args=[upload.pk])}
    if request.content_type == PIECE or size == 0:
        arrivals.append(upload, 0, request)
    return _reply(201, "", **headers, **_state(upload))


@require_http_methods(["HEAD", "PATCH", "DELETE"])
@needs("edit", "upload")
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell how much has arrived, take the next piece in, or give the upload up."""
    upload = get_upload(person(request), pk, "edit")
    if problem := _unfit(request):
        return problem
    if request.method == "DELETE":
        return _reply(204 if arrivals.give_up(upload) else 410)
    if request.method == "HEAD":
        return _reply(200, "", **_state(upload), **{"Upload-Length": upload.size, "Cache-Control": "no-store"})
    if request.content_type != PIECE:
        return _reply(415, f"A piece is sent as {PIECE}.")
    offset = _number(request.headers.get("Upload-Offset"))
    if offset is None:
        return _reply(400, "The piece's offset is missing.")
    try:
        arrivals.append(upload, offset, request)
    except arrivals.Misplaced as error:
        return _reply(409, str(error), **_state(upload))
    except arrivals.TooLong as error:
        return _reply(413, str(error))
    return _reply(204, "", **_state(upload))


def _unfit(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _reply(412, f"This server speaks tus {VERSION}.", **{"Tus-Version": VERSION})


def _state(upload: Upload) -> dict[str, object]:
    state: dict[str, object] = {"Upload-Offset": upload.offset}
    if upload.status == Upload.Status.ARRIVING and upload.due:
        state["Upload-Expires"] = http_date(upload.due.timestamp())
    return state


def _reply(status: int, text: str = "", /, **headers: object) -> HttpResponse:
    reply = HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    for name, value in {"Tus-Resumable": VERSION, **headers}.items():
        reply[name] = str(value)
    return reply


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def _metadata(header: str) -> dict[str, str]:
    """`name base64, name base64` as a mapping; what is not encoded so is left out."""
    found = {}
    for pair in header.split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
    return found
