"""What a page with a traceback may show: with SURVEYGO_DEBUG=1 too, no key and no prompt."""

from __future__ import annotations

import re
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

SECRET = re.compile(r"key|secret|sealed|password|token|prompt|messages|question|body", re.I)


class AlwaysSafeFilter(SafeExceptionReporterFilter):
    """Django's filter of sensitive values, never switched off, and for whatever is named like a secret."""

    def is_active(self, request: HttpRequest | None) -> bool:
        """Also where DEBUG is on: a traceback is often sent to others."""
        return True

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        """What a form sent, without what its names call secret."""
        sent = super().get_post_parameters(request)
        return {name: self._cleansed(name, value) for name, value in sent.items()}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> Any:
        """A frame's variables, without what their names call secret."""
        found = super().get_traceback_frame_variables(request, tb_frame)
        return [(name, self._cleansed(name, value)) for name, value in found]

    def _cleansed(self, name: str, value: Any) -> Any:
        return self.cleansed_substitute if SECRET.search(name) else value
