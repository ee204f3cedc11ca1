"""What people fill in to have papers searched."""

from __future__ import annotations

from typing import Any

from django import forms

from surveygo.searches.access import offered

_INPUT = {"class": "input"}
PREFER = (("", "Relevance alone"), ("recent", "Recent ones"), ("cited", "Much cited ones"))


def _number(low: int, high: int, label: str, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=low, max_value=high, widget=forms.NumberInput(attrs=_INPUT), **more
    )


class TopicForm(forms.Form):
    """The topic of a search, what the papers should be like, and whom to ask."""

    topic = forms.CharField(
        required=False, max_length=500, help_text="One sentence. Papers are searched, and shown before writing begins.",
        widget=forms.TextInput(attrs=_INPUT | {"placeholder": "Attention in sentiment analysis"}),
    )  # fmt: skip
    pasted = forms.CharField(
        label="DOIs, arXiv ids or addresses", required=False, max_length=50_000,
        help_text="Papers to take in any case, one a line.",
        widget=forms.Textarea(attrs=_INPUT | {"rows": 3, "spellcheck": "false"}),
    )  # fmt: skip
    wanted = _number(1, 500, "Papers at most", initial=60)
    first_year = _number(1000, 2200, "From year")
    last_year = _number(1000, 2200, "To year")
    citations = _number(0, 100_000, "Citations at least")
    venues = forms.CharField(
        label="Preferred venues", required=False, max_length=500, help_text="Separated by commas.",
        widget=forms.TextInput(attrs=_INPUT),
    )  # fmt: skip
    prefer = forms.ChoiceField(label="Prefer", required=False, choices=PREFER, widget=forms.Select(attrs=_INPUT))
    sources = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    snowball = forms.BooleanField(
        label="Follow references and citations of the best papers", required=False, initial=True
    )
    retracted = forms.BooleanField(label="Take retracted papers too", required=False)
    runs_through = forms.BooleanField(label="Begin to write without showing me the papers", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sources"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = offered()
        field.initial = [name for name, _ in offered()]

    @property
    def asks(self) -> bool:
        """Whether a search is asked for at all."""
        return bool(str(self["topic"].value() or "").strip() or str(self["pasted"].value() or "").strip())

    def clean(self) -> dict[str, Any]:
        """Years in their order."""
        values = super().clean() or {}
        first, last = values.get("first_year"), values.get("last_year")
        if first and last and first > last:
            self.add_error("last_year", "The last year lies before the first.")
        return values

    def search_fields(self) -> dict[str, Any]:
        """The fields of a search, of a form that is valid."""
        asked = self.cleaned_data
        wishes = {name: asked[name] for name in ("first_year", "last_year", "prefer", "snowball", "retracted")}
        wishes |= {"papers": asked["wanted"] or 60, "citations": asked["citations"] or 0}
        wishes["venues"] = [name.strip() for name in asked["venues"].split(",") if name.strip()]
        kept = {name: asked[name] for name in ("topic", "pasted", "sources", "runs_through")}
        return kept | {"wishes": wishes}
