"""Typst, in a child process with limits, rooted in an empty folder."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError

SECONDS = 120
MEMORY = 4 << 30
CJK_FONTS = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Songti SC",
    "SimSun",
    "WenQuanYi Zen Hei",
    "AR PL UMing CN",
    "Droid Sans Fallback",
)

# The package folders are inside the empty root too, so that an import finds nothing.
_CHILD = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (2 * SECONDS, 2 * SECONDS))
import typst
task = json.load(sys.stdin)
def compile(source):
    return typst.compile(source.encode(), root=task["root"], format="pdf", package_path=task["root"],
                         package_cache_path=task["root"], timestamp=0)
if task["do"] == "fonts":
    json.dump({"fonts": typst.Fonts().families()}, sys.stdout)
elif task["do"] == "check":
    bad = []
    for index, formula in enumerate(task["sources"]):
        try:
            compile(formula)
        except typst.TypstError:
            bad.append(index)
    json.dump({"bad": bad}, sys.stdout)
else:
    try:
        with open(task["to"], "wb") as file:
            file.write(compile(task["source"]))
        json.dump({}, sys.stdout)
    except typst.TypstError as error:
        json.dump({"error": error.message}, sys.stdout)
""".replace("MEMORY", str(MEMORY)).replace("SECONDS", str(SECONDS))


class TypstFailed(PipelineError):
    """Typst did not accept the source; the message says why in one sentence."""


def compile_pdf(source: str, files: Mapping[str, bytes]) -> bytes:
    """The PDF of a typst source that may use `files` (name to content) and nothing else.

    Raises:
        TypstFailed: the source is not valid.
        PipelineError: it takes too long or too much memory.
    """
    with tempfile.TemporaryDirectory(prefix="typst-") as folder, tempfile.TemporaryDirectory(prefix="pdf-") as out:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        reply = _run({"do": "pdf", "root": folder, "source": source, "to": f"{out}/out.pdf"})
        if "error" in reply:
            raise TypstFailed(f"The PDF could not be set: typst says “{reply['error']}”.")
        return Path(out, "out.pdf").read_bytes()


def failing(sources: list[str]) -> list[int]:
    """Which of the sources do not compile by themselves."""
    with tempfile.TemporaryDirectory(prefix="typst-") as folder:
        return list(_run({"do": "check", "root": folder, "sources": sources})["bad"])


def cjk_font() -> str | None:
    """The first installed font for Chinese text, or None."""
    installed = set(_run({"do": "fonts"})["fonts"])
    return next((name for name in CJK_FONTS if name in installed), None)


def quoted(text: str) -> str:
    """`text` as a typst string literal."""
    plain = re.sub(r"[\x00-\x1f\x7f]", " ", text)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _run(task: dict[str, object]) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter, the task on standard input)
            [sys.executable, "-I", "-c", _CHILD],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PipelineError(f"The PDF could not be set: typst took longer than {SECONDS} seconds.") from error
    if done.returncode != 0:
        raise PipelineError("The PDF could not be set: typst stopped, probably for lack of memory.")
    return dict(json.loads(done.stdout))
