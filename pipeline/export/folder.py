"""What a run leaves: a folder with the article, its references, its evidence and the run's record."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.brief import Brief
from pipeline.errors import BadInput
from pipeline.export.bibtex import bibtex
from pipeline.export.surveyeval import surveyeval_record
from pipeline.paper import Corpus

if TYPE_CHECKING:  # an export of the web needs no stage of the pipeline
    from pipeline.survey import Survey


def write_folder(survey: Survey, corpus: Corpus, brief: Brief, folder: Path) -> None:
    """Write article.md, references.bib, evidence.json, run.json and surveyeval.jsonl into `folder`.

    The folder is made if missing; other files in it are left alone. Each file appears whole or not at all.

    Raises:
        BadInput: the folder cannot be written.
    """
    markdown = survey.article.to_markdown()
    files = {
        "article.md": markdown,
        "references.bib": bibtex(markdown, corpus.by_key),
        "evidence.json": _json([asdict(evidence) for evidence in survey.evidence]),
        "run.json": _json({"title": survey.article.title, "language": brief.language} | survey.record),
        "surveyeval.jsonl": surveyeval_record(survey.article, survey.skeleton, corpus),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            write_whole(folder / name, text.encode("utf-8", "replace"))
    except OSError as error:
        raise BadInput(f"The folder {folder} cannot be written: {error.strerror}.") from error


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` under a temporary name beside `path`, then rename it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
