"""The process that reads PDFs: `python -m pipeline.ingest.pdf.child MEGABYTES`.

Each line on standard input is a JSON string, the path of a PDF; each line on standard output is the answer: the fields
of a PdfPaper, or `{"refused": reason}`. Limits and a bare environment keep it from files and secrets.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipeline.ingest.pdf.document import read_document
from pipeline.ingest.reading import Refused


def main(megabytes: int) -> None:
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # PDFium may write warnings; they must not get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    limits = {resource.RLIMIT_AS: megabytes * 1024 * 1024, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0}
    for kind, limit in limits.items():
        # Not every system knows every limit; the limit on time is the parent's.
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (limit, limit))
    for line in sys.stdin:
        answers.write(json.dumps(_answer(Path(json.loads(line)))) + "\n")
        answers.flush()


def _answer(path: Path) -> dict[str, Any]:
    try:
        return asdict(read_document(path))
    except Refused as reason:
        return {"refused": str(reason)}
    except OSError as error:
        return {"refused": f"it cannot be opened ({error.strerror})"}
    except MemoryError:
        return {"refused": "reading it takes more memory than allowed"}
    except Exception as error:  # noqa: BLE001 - the edge of the process: what a hostile file provokes is its own failure.
        return {"refused": f"it is damaged ({type(error).__name__})"}


if __name__ == "__main__":
    main(int(sys.argv[1]))
