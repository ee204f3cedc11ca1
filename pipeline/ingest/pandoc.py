"""Pandoc, sandboxed: documents of office programs and LaTeX to its tree. Runs in the child process, under its limits.

The tree is that of pandoc-types (https://hackage.haskell.org/package/pandoc-types, Text.Pandoc.Definition) as JSON; the
options are those of https://pandoc.org/MANUAL.html.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pypandoc

from pipeline.ingest.reading import Refused

Tree = dict[str, Any]

# Seconds a read may take; the parent's limit on the child is longer, so that there is a sentence to tell.
SECONDS = 90


def tree_of(data: bytes, kind: str) -> Tree:
    """The tree of a document in pandoc's format `kind`.

    Raises:
        Refused: pandoc cannot read it, or not within the limits.
    """
    options = ["+RTS", "-M1g", "-RTS", "--sandbox", "--quiet", "--from", kind, "--to", "json"]
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments, the document on standard input
            [pypandoc.get_pandoc_path(), *options],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(f"reading it takes longer than the {SECONDS} seconds allowed") from error
    if done.returncode == 251:
        raise Refused("reading it takes more memory than allowed")
    if done.returncode != 0:
        raise Refused("it is damaged: pandoc cannot read it")
    tree: Tree = json.loads(done.stdout)
    return tree
