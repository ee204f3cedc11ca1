"""The documents name every setting and every knob of a plan, with the default the code has."""

from __future__ import annotations

import re
from dataclasses import fields

from django.core.management import load_command_class

from pipeline.plan import PRESETS, Plan
from surveygo.accounts.access import ALLOWED
from surveygo.accounts.models import Role
from surveygo.environment import SETTINGS
from tests.conftest import ROOT


def rows(document: str) -> dict[str, list[str]]:
    """The rows of a document's tables whose first cell is one name in code marks, by that name."""
    cells = (
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        for line in (ROOT / "docs" / document).read_text().splitlines()
        if line.startswith("| `")
    )
    return {name.strip("`"): rest for name, *rest in cells}


def shown(value: object) -> str:
    """A value as a table has it."""
    if value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def test_every_setting_is_documented_with_its_default_and_help() -> None:
    table = {name: rest[:2] for name, rest in rows("settings.md").items()}
    assert table == {setting.name: [shown(setting.default), setting.help] for setting in SETTINGS}


def test_every_knob_of_a_plan_is_documented_with_its_presets_range_and_help() -> None:
    documented = {
        knob.name: [
            *(shown(getattr(Plan.preset(depth), knob.name)) for depth in PRESETS),
            "" if knob.metadata["low"] is None else f"{knob.metadata['low']:,}–{knob.metadata['high']:,}",
            knob.metadata["help"],
        ]
        for knob in fields(Plan)
    }
    assert rows("plan.md") == documented


def test_the_table_of_roles_is_that_of_the_access_module() -> None:
    lines = (ROOT / "docs" / "team.md").read_text().splitlines()
    table = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert table[0] == ["Role", *ALLOWED]
    assert table[2:] == [
        [role.label, *("yes" if role in allowed else "no" for allowed in ALLOWED.values())] for role in Role
    ]


def test_every_document_is_reached_from_the_readme() -> None:
    reached = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document not in reached and document.suffix == ".md":
            reached.add(document)
            targets = re.findall(r"\]\(([^)\s#]+)", document.read_text())
            waiting += [path for path in ((document.parent / name).resolve() for name in targets) if path.is_file()]
    assert {path.name for path in (ROOT / "docs").rglob("*.md")} <= {path.name for path in reached}


def test_every_option_the_readme_shows_is_one_of_the_write_command() -> None:
    parser = load_command_class("surveygo.surveys", "write").create_parser("manage.py", "write")
    shown_options = set(re.findall(r"--[a-z][a-z-]*", (ROOT / "README.md").read_text()))
    known = {option for action in parser._actions for option in action.option_strings}
    assert shown_options
    assert shown_options <= known
