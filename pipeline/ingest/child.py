"""The process that reads files: `python -m pipeline.ingest.child MEGABYTES`.

Each line on standard input is a JSON object, the fields of a Source and the format to read it as. Lines on standard
output answer it: `{"page": …, "pages": …}` while it is read, `{"reading": …}` for each Reading, and `{}` at its end.
Limits and a bare environment keep what is read, and the programs that read it, from files and secrets.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.errors import BadInput
from pipeline.ingest.reading import Progress, Reading, Refused, Source
from pipeline.ingest.registry import reader


def main(megabytes: int) -> None:
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Libraries may write warnings; they must not get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limits = {resource.RLIMIT_AS: megabytes * 1024 * 1024, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    for kind, limit in limits.items():
        # Not every system knows every limit; the limit on time is the parent's.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
    for line in sys.stdin:
        for answer in _answers(json.loads(line)):
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def _answers(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    beside = tuple(Source(name, Path(path)) for name, path in asked["beside"])
    source = Source(asked["name"], Path(asked["path"]), beside, asked["line"])
    for found in _found(source, asked["format"]):
        yield asdict(found) if isinstance(found, Progress) else {"reading": asdict(found)}
    yield {}


def _found(source: Source, kind: str) -> Iterator[Reading | Progress]:
    problem = ""
    given = 0
    try:
        for given, found in enumerate(reader(kind)(source), 1):  # noqa: B007 - counts what was given before a problem
            yield found
        problem = "" if given else "nothing was found in it"
    except Refused as reason:
        problem = str(reason)
    except BadInput as reason:
        problem = str(reason).rstrip(".")
    except OSError as error:
        problem = f"it cannot be opened ({error.strerror})"
    except MemoryError:
        problem = "reading it takes more memory than allowed"
    except RecursionError:
        problem = "it is nested too deeply"
    except Exception as error:  # noqa: BLE001 - the edge of the process: what a hostile file provokes is its own failure.
        problem = f"it is damaged ({type(error).__name__})"
    if problem:
        yield Reading(source.name, problem=problem)


if __name__ == "__main__":
    main(int(sys.argv[1]))
