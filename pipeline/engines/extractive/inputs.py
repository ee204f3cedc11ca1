"""What a question holds, as a hash: the answers here rest on all of it, also on what prompts leave out."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass
from typing import Any

from pipeline.paper import Paper
from pipeline.steps.base import Step


def inputs_hash(step: Step[Any]) -> str:
    """SHA-256 over the fields of a step; papers count by their key, since the corpus has a hash of its own."""
    return hashlib.sha256(repr(_plain(step)).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Paper):
        return value.bibkey
    if is_dataclass(value):
        return [_plain(getattr(value, f.name)) for f in fields(value)]
    if isinstance(value, dict):
        return [(key, _plain(part)) for key, part in value.items()]
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return value
