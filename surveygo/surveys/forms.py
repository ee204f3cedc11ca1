"""What people fill in: a survey's brief, a new title, an outline they reviewed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms

from pipeline.edits import MAX_DEPTH, MAX_SECTIONS
from pipeline.engines import ENGINES
from pipeline.errors import BadInput
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.outline import parse_outline
from surveygo.surveys.models import DEPTHS, LANGUAGES, Survey

if TYPE_CHECKING:
    _Form = forms.ModelForm[Survey]
else:
    _Form = forms.ModelForm

DEPTH_HELP = {"quick": "a first look", "standard": "the usual", "deep": "slowest"}

# Engines that cost money are the command line's until pages can show a price beforehand and hold a budget.
OFFERED = {"extractive": ENGINES["extractive"]}


class RenameForm(_Form):
    """A survey's title."""

    class Meta:
        model = Survey
        fields = ("title",)
        widgets = {"title": forms.TextInput(attrs={"class": "input"})}


class SurveyForm(_Form):
    """The brief of a survey. words and seed are knobs of its plan; empty, they keep the preset's value."""

    words = forms.IntegerField(
        label="Target length", required=False, min_value=500, max_value=100_000,
        help_text="In words; empty lets the papers decide.",
        widget=forms.NumberInput(attrs={"class": "input", "step": 500, "placeholder": "automatic"}),
    )  # fmt: skip
    seed = forms.IntegerField(
        label="Seed", required=False, min_value=0, max_value=2**31 - 1,
        help_text="The same papers, settings and seed give the same article.",
        widget=forms.NumberInput(attrs={"class": "input", "placeholder": "1"}),
    )  # fmt: skip

    class Meta:
        model = Survey
        fields = ("title", "instructions", "engine", "depth", "language", "outline", "review_outline")
        labels = {"outline": "Outline of your own", "review_outline": "Let me edit the outline before writing"}
        help_texts = {
            "instructions": "Who will read it, what it should cover, what to leave out.",
            "outline": "Optional. One heading a line (# or a list); the survey then starts from it.",
            "review_outline": "The run pauses when the outline is ready.",
        }
        widgets = {
            "title": forms.TextInput(attrs={"class": "input", "autofocus": True}),
            "instructions": forms.Textarea(attrs={"class": "input", "rows": 3}),
            "engine": forms.Select(attrs={"class": "input"}, choices=list(OFFERED.items())),
            "depth": forms.Select(attrs={"class": "input"}),
            "language": forms.Select(attrs={"class": "input"}, choices=list(LANGUAGES.items())),
            "outline": forms.Textarea(attrs={"class": "input mono", "rows": 6, "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["engine"] = forms.ChoiceField(
            choices=[(name, label[0].upper() + label[1:]) for name, label in OFFERED.items()],
            widget=forms.Select(attrs={"class": "input"}),
        )
        depths = [(name, f"{label} ({DEPTH_HELP[name]})") for name, label in DEPTHS.items()]
        self.fields["depth"] = forms.ChoiceField(
            choices=depths, initial="standard", widget=forms.Select(attrs={"class": "input"})
        )
        for name in ("words", "seed"):
            self.fields[name].initial = self.instance.plan.get(name)

    def clean_outline(self) -> str:
        """The outline, if sections can be found in it."""
        text: str = self.cleaned_data["outline"]
        if text.strip():
            try:
                parse_outline(text)
            except BadInput as error:
                raise forms.ValidationError(str(error)) from error
        return text

    def save(self, commit: bool = True) -> Survey:
        """The survey with its plan's changed knobs."""
        knobs = {name: self.cleaned_data[name] for name in ("words", "seed") if self.cleaned_data[name] is not None}
        kept = {name: value for name, value in self.instance.plan.items() if name not in ("words", "seed")}
        self.instance.plan = kept | knobs
        return super().save(commit)


class OutlineForm(forms.Form):
    """An outline as the editor sends it: a flat JSON list of {id, title, depth, construction, analysis, papers}.

    Its cleaned value is a Skeleton with the given title.
    """

    outline = forms.CharField(max_length=500_000)

    def __init__(self, data: Any, *, title: str) -> None:
        super().__init__(data)
        self.title = title

    def clean_outline(self) -> Skeleton:
        """The tree that the flat list stands for."""
        try:
            return Skeleton(self.title, _tree([_row(row) for row in json.loads(self.cleaned_data["outline"])]))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise forms.ValidationError("The outline did not arrive whole; reload the page and try again.") from error


def _row(row: dict[str, Any]) -> tuple[int, Section]:
    title = " ".join(str(row["title"]).split())[:200]
    construction, analysis = (" ".join(str(row[name]).split())[:2000] for name in ("construction", "analysis"))
    papers = tuple(str(key) for key in row["papers"])
    return min(int(row["depth"]), MAX_DEPTH), Section(
        str(row["id"])[:40], title or "Untitled", construction, analysis, papers
    )


def _tree(rows: list[tuple[int, Section]]) -> tuple[Section, ...]:
    """Sections from (depth, section) in reading order; new sections get free ids."""
    if not 0 < len(rows) <= MAX_SECTIONS:
        raise forms.ValidationError(f"An outline has between 1 and {MAX_SECTIONS} sections; this one has {len(rows)}.")
    taken = {section.id for _, section in rows}
    free = (name for number in range(1, 1_000_000) if (name := f"s{number}") not in taken)
    used: set[str] = set()

    def build(depth: int, at: int) -> tuple[list[Section], int]:
        found: list[Section] = []
        while at < len(rows) and rows[at][0] >= depth:
            section = rows[at][1]
            name = next(free) if section.id in used or section.id.startswith("new") else section.id
            used.add(name)
            children, at = build(rows[at][0] + 1, at + 1)
            found.append(
                Section(name, section.title, section.construction, section.analysis, section.papers, tuple(children))
            )
        return found, at

    return tuple(build(1, 0)[0])
