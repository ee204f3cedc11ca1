"""Pandoc, sandboxed: Markdown to its tree, and the tree to another format."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pypandoc

from pipeline.errors import PipelineError

SECONDS = 120
# Everything that lets a text reach beyond text is off: raw TeX and HTML, attributes, metadata, macros. So is what
# reads common prose as markup: `~` and `^`, lines of dashes, `A.` at the start of a paragraph.
READER = "markdown" + "".join(
    f"-{name}"
    for name in (
        "raw_tex raw_html raw_attribute markdown_in_html_blocks native_divs native_spans fenced_divs bracketed_spans "
        "latex_macros yaml_metadata_block pandoc_title_block header_attributes fenced_code_attributes "
        "inline_code_attributes link_attributes table_attributes implicit_figures implicit_header_references "
        "example_lists fancy_lists line_blocks simple_tables multiline_tables grid_tables task_lists definition_lists "
        "subscript superscript blank_before_header"
    ).split()
)
READER += "+lists_without_preceding_blankline+tex_math_single_backslash"


def read_markdown(markdown: str) -> dict[str, Any]:
    """The tree of `markdown`: Pandoc's JSON with `blocks`.

    Raises:
        PipelineError: pandoc fails or takes too long.
    """
    return dict(json.loads(_run(["--from", READER, "--to", "json"], markdown)))


def write_tree(tree: dict[str, Any], to: str) -> str:
    """The tree in the format `to`, without a template."""
    return _run(["--from", "json", "--to", to, "--wrap", "preserve"], json.dumps(tree))


def _run(arguments: list[str], text: str) -> str:
    command = [pypandoc.get_pandoc_path(), "+RTS", "-M2g", "-RTS", "--sandbox", "--quiet", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 (fixed arguments, the text on standard input)
            command,
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={"LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise PipelineError(
            f"The article could not be converted: pandoc took longer than {SECONDS} seconds."
        ) from error
    if done.returncode != 0:
        reason = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        raise PipelineError(f"The article could not be converted: pandoc says “{reason or done.returncode}”.")
    return done.stdout.decode()
