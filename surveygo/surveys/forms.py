"""What people fill in: a survey's brief, a new title, an outline they reviewed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms

from pipeline.edits import MAX_DEPTH, MAX_SECTIONS
from pipeline.errors import BadInput
from pipeline.skeleton import Section, Skeleton
from pipeline.steps.outline import parse_outline
from surveygo.accounts.models import Workspace
from surveygo.providers.account import terms
from surveygo.providers.models import Provider
from surveygo.surveys import engines
from surveygo.surveys.models import DEPTHS, LANGUAGES, Survey

if TYPE_CHECKING:
    _Form = forms.ModelForm[Survey]
else:
    _Form = forms.ModelForm

DEPTH_HELP = {"quick": "a first look", "standard": "the usual", "deep": "slowest"}

KNOBS = ("words", "seed", "budget")
"""Knobs of the plan that the form of a survey has fields for."""


class RenameForm(_Form):
    """A survey's title."""

    class Meta:
        model = Survey
        fields = ("title",)
        widgets = {"title": forms.TextInput(attrs={"class": "input"})}


class SurveyForm(_Form):
    """The brief of a survey. words, seed and budget are knobs of its plan; empty, they keep the preset's value. engine:
    the extractive one or a provider of the workspace."""

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

    budget = forms.FloatField(
        label="Budget", required=False, min_value=0.01, max_value=10_000,
        help_text="In US dollars; the run pauses before it costs more. Empty for no limit.",
        widget=forms.NumberInput(attrs={"class": "input", "step": 0.01, "placeholder": "no limit"}),
    )  # fmt: skip
    engine = forms.ChoiceField(widget=forms.Select(attrs={"class": "input"}))

    class Meta:
        model = Survey
        fields = ("title", "instructions", "depth", "language", "outline", "review_outline")
        labels = {"outline": "Outline of your own", "review_outline": "Let me edit the outline before writing"}
        help_texts = {
            "instructions": "Who will read it, what it should cover, what to leave out.",
            "outline": "Optional. One heading a line (# or a list); the survey then starts from it.",
            "review_outline": "The run pauses when the outline is ready.",
        }
        widgets = {
            "title": forms.TextInput(attrs={"class": "input", "autofocus": True}),
            "instructions": forms.Textarea(attrs={"class": "input", "rows": 3}),
            "depth": forms.Select(attrs={"class": "input"}),
            "language": forms.Select(attrs={"class": "input"}, choices=list(LANGUAGES.items())),
            "outline": forms.Textarea(attrs={"class": "input mono", "rows": 6, "spellcheck": "false"}),
        }

    def __init__(self, *args: Any, workspace: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workspace = workspace
        engine = self.fields["engine"]
        assert isinstance(engine, forms.ChoiceField)
        engine.choices = engines.offered(workspace)
        engine.initial = engines.value_of(self.instance.provider)
        if len(engine.choices) == 1:
            engine.help_text = "Language models are set up on the Models page."
        depths = [(name, f"{label} ({DEPTH_HELP[name]})") for name, label in DEPTHS.items()]
        self.fields["depth"] = forms.ChoiceField(
            choices=depths, initial="standard", widget=forms.Select(attrs={"class": "input"})
        )
        for name in KNOBS:
            self.fields[name].initial = self.instance.plan.get(name)

    def clean(self) -> dict[str, Any]:
        """A budget is for models whose price is known."""
        found = super().clean() or {}
        provider = engines.provider_of(found.get("engine", ""), self.workspace)
        unpriced = terms(provider).unpriced() if provider and found.get("budget") else []
        if unpriced:
            self.add_error("budget", f"What {' and '.join(unpriced)} costs is not known: set it on the Models page.")
        return found

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
        provider = engines.provider_of(self.cleaned_data["engine"], self.workspace)
        self.instance.provider = provider
        self.instance.engine = provider.engine if provider else engines.EXTRACTIVE
        self.instance.plan = self.knobs()
        return super().save(commit)

    def so_far(self) -> dict[str, Any]:
        """What is filled in and valid so far, by field; elsewhere what a fresh form holds."""
        fresh = {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        if not self.is_bound:
            return fresh
        self.is_valid()
        return fresh | {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def provider(self) -> Provider | None:
        """The provider chosen so far."""
        return engines.provider_of(self.so_far()["engine"], self.workspace)

    def knobs(self) -> dict[str, Any]:
        """The knobs that differ from the preset's."""
        given = {name: value for name in KNOBS if (value := self.cleaned_data.get(name)) is not None}
        if self.cleaned_data.get("engine") == engines.EXTRACTIVE:
            given.pop("budget", None)
        kept = {name: value for name, value in self.instance.plan.items() if name not in KNOBS}
        return kept | given


class BudgetForm(forms.Form):
    """More money for a run whose budget is spent. spent: US dollars that are gone."""

    budget = forms.FloatField(max_value=10_000)

    def __init__(self, data: Any, *, spent: float) -> None:
        super().__init__(data)
        self.spent = spent

    def clean_budget(self) -> float:
        """More than what is gone."""
        budget: float = self.cleaned_data["budget"]
        if not budget > self.spent:
            raise forms.ValidationError(f"${self.spent:.2f} is spent already: give it a budget above that.")
        return budget


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
