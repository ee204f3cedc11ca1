"""What people fill in to ask for help with a passage."""

from __future__ import annotations

from typing import Any

from django import forms

from pipeline.operations import offered
from surveygo.review.threads import Selection

LONGEST = 20_000
"""Characters of a passage."""
TOO_LONG = f"Select less: at most {LONGEST:,} characters at once."


class AskForm(forms.Form):
    """An operation on a selected passage. engine: the name of the one that the survey is written with."""

    operation = forms.ChoiceField()
    instruction = forms.CharField(required=False, max_length=2_000)
    quote = forms.CharField(
        max_length=LONGEST,
        strip=False,
        error_messages={"required": "Select the passage first.", "max_length": TOO_LONG},
    )
    near = forms.IntegerField(required=False, min_value=0)

    def __init__(self, engine: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = offered(engine)
        self.fields["operation"] = forms.ChoiceField(choices=[(name, kind.label) for name, kind in self.kinds.items()])

    def clean(self) -> dict[str, Any]:
        """What the operation asks for is said, and what it does not ask for is not."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = self.kinds.get(data.get("operation", ""))
        if kind and kind.asks and not data.get("instruction", "").strip():
            raise forms.ValidationError(kind.asks)
        if kind and not kind.asks:
            data["instruction"] = ""
        if not data.get("quote", "x").strip():
            raise forms.ValidationError("Select the passage first.")
        return data

    @property
    def selection(self) -> Selection:
        """What was selected. Forms travel with CRLF."""
        return Selection(self.cleaned_data["quote"].replace("\r\n", "\n"), near=self.cleaned_data["near"])

    @property
    def complaint(self) -> str:
        """What is wrong, in one line."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)
