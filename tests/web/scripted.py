"""Runs whose engine is a script, at a pace of one's own; `python -m tests.web.scripted RUN DELAY` conducts one."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from pipeline.engines.scripted import Answer, ScriptedEngine
from pipeline.steps.base import Step
from tests.pipeline.plausible import answer


def subclasses(kind: type[Step[object]]) -> Iterator[type[Step[object]]]:
    """Every step there is."""
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


@contextmanager
def scripted(changes: Mapping[str, Answer] | None = None, delay: float = 0.0) -> Iterator[ScriptedEngine]:
    """Whatever is conducted meanwhile is answered by a script. changes: other answers for some steps, by name."""
    names = {step.name for step in subclasses(Step) if hasattr(step, "name")}
    engine = ScriptedEngine(dict.fromkeys(names, answer) | dict(changes or {}), delay=delay)
    with patch("surveygo.surveys.conduct.make_engine", lambda *_: engine):
        yield engine


def main() -> None:
    """Conduct one run in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveygo.settings")
    import django

    django.setup()
    from surveygo.surveys.conduct import conduct

    logging.getLogger("surveygo").setLevel(logging.INFO)
    with scripted(delay=float(sys.argv[2])):
        conduct(int(sys.argv[1]))


if __name__ == "__main__":
    main()
