"""Reading a skeleton from a reply."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pipeline.brief import Brief
from pipeline.errors import BadReply
from pipeline.skeleton import Skeleton
from pipeline.steps.outline import read_outline

EXPECTED = "a `# title` and for each section a `##` or `###` heading with its Gather, Analyse and Papers lines"


def parse_skeleton(text: str, brief: Brief, known: Collection[str]) -> Skeleton:
    """The skeleton in a reply, with the brief's title where it has one, and of the papers only those `known`.

    Raises:
        BadReply: when there are no sections, or a section has no title.
    """
    skeleton = read_outline(text, known)
    if not skeleton.sections:
        raise BadReply(f"The reply holds no sections; expected {EXPECTED}.")
    if any(not section.title for section in skeleton.walk()):
        raise BadReply(f"A section has no title; expected {EXPECTED}.")
    return replace(skeleton, title=" ".join(brief.title.split()) or skeleton.title)
