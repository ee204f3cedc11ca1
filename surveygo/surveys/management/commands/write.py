"""manage.py write: a survey without the browser."""

from __future__ import annotations

import signal
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from pipeline import Brief, Plan
from pipeline.errors import BadInput, PipelineError, RunPaused
from pipeline.events import Event, Notice, StageProgress
from pipeline.ingest import FileReport
from surveygo.surveys.management import calling, searching

FAILED, BAD_INPUT, PAUSED, INTERRUPTED = 1, 2, 3, 130


class Command(BaseCommand):
    """Exit codes: 0 done, 1 failed, 2 bad input (nothing written), 3 stopped by the budget, 130 interrupted."""

    help = "Write a survey of a paper collection into a folder."
    requires_system_checks = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.unread: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of DESIGN's interface."""
        about = "papers: a file (see docs/formats.md), folder or zip"
        parser.add_argument("collection", type=Path, nargs="?", help=about)
        parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="folder to write into")
        parser.add_argument("--title", default="", help="title of the survey (default: the collection's)")
        parser.add_argument("--instructions", default="", metavar="TEXT", help="audience, scope and wishes")
        parser.add_argument("--depth", default="standard", choices=("quick", "standard", "deep"))
        parser.add_argument("--words", type=int, default=0, metavar="N", help="target length (default: by evidence)")
        parser.add_argument("--seed", type=int, default=1, metavar="N")
        parser.add_argument("--language", default="", choices=("en", "zh"), help="default: the papers'")
        parser.add_argument("--outline", type=Path, metavar="FILE", help="Markdown outline to start from")
        parser.add_argument("--line", type=int, metavar="N", help="which line of a JSONL file of several collections")
        parser.add_argument("--resume", action="store_true", help="go on where an interrupted run stopped")
        calling.add_arguments(parser)
        searching.add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the job and leave with its exit code."""
        signal.signal(signal.SIGTERM, lambda *_: _interrupt())
        try:
            self._write(options)
        except BadInput as error:
            self._leave(BAD_INPUT, str(error))
        except RunPaused as pause:
            self._leave(PAUSED, f"{pause} (--resume with a larger --budget)")
        except PipelineError as error:
            self._leave(FAILED, str(error))
        except KeyboardInterrupt:
            self._leave(INTERRUPTED, "Interrupted; run the same command with --resume to go on.")

    def _write(self, options: dict[str, Any]) -> None:
        from pipeline.job import Job, run_job

        plan = Plan.preset(options["depth"], words=options["words"], seed=options["seed"], budget=options["budget"])
        provider = calling.account_of(options)
        outline = read_outline(options["outline"]) if options["outline"] else None
        brief = Brief(options["title"], options["instructions"], options["language"], outline)
        job = Job(
            options["collection"],
            options["output"],
            brief,
            plan,
            options["engine"],
            options["line"],
            options["resume"],
            provider,
            searching.search_of(options),
        )
        survey = run_job(job, self._show, self._report)
        record = survey.record
        cost = f", ${record['cost']:.2f}" if record["cost"] else ""
        cited = record["coverage"]
        self.stderr.write(
            f"Done: {record['words']:,} words, {cited['cited']} of {cited['papers']} papers cited, "
            f"{record['seconds']:.1f} s{cost}. Read {job.output / 'article.md'}"
        )

    def _show(self, event: Event) -> None:
        """Progress; first of all what could not be read, which a refused collection names in its own sentence."""
        while self.unread:
            self.stderr.write(self.unread.pop(0))
        if isinstance(event, StageProgress) and event.done in (0, event.total):
            state = "…" if event.done < event.total else f"done ({event.total})"
            self.stderr.write(f"{event.stage}: {state}")
        elif isinstance(event, Notice):
            self.stderr.write(f"note: {event.message}")
        elif said := searching.line_of(event):
            self.stderr.write(said)

    def _report(self, report: FileReport) -> None:
        if report.reason:
            self.unread.append(f"{report.name}: {report.reason}")

    def _leave(self, code: int, message: str) -> None:
        self.stderr.write(message)
        sys.exit(code)


def read_outline(path: Path) -> Any:
    """The skeleton in a Markdown outline.

    Raises:
        BadInput: the file cannot be read or holds no outline.
    """
    from pipeline.steps import parse_outline

    try:
        return parse_outline(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"The outline {path} cannot be read: {error.__class__.__name__}.") from error
    except PipelineError as error:
        raise BadInput(f"The outline {path} cannot be used: {error}") from error


def _interrupt() -> None:
    raise KeyboardInterrupt
