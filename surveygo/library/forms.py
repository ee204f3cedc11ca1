"""What people fill in about papers and collections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from surveygo.library.models import Collection, Paper

if TYPE_CHECKING:
    _PaperForm = forms.ModelForm[Paper]
    _CollectionForm = forms.ModelForm[Collection]
else:
    _PaperForm = _CollectionForm = forms.ModelForm


def _line(**more: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input"} | more)


class CollectionForm(_CollectionForm):
    """A collection's name."""

    name = forms.CharField(label="Name", max_length=200, widget=_line())

    class Meta:
        model = Collection
        fields = ("name",)


class PaperForm(_PaperForm):
    """A paper's metadata. authors: one a line; tags: separated by commas."""

    title = forms.CharField(max_length=1_000, widget=forms.Textarea(attrs={"class": "input", "rows": 2}))
    authors = forms.CharField(
        required=False, max_length=20_000, help_text="One a line.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )  # fmt: skip
    year = forms.IntegerField(
        required=False, min_value=1000, max_value=2200, widget=forms.NumberInput(attrs={"class": "input"})
    )
    tags = forms.CharField(
        required=False, max_length=1_000, help_text="Separated by commas.", widget=_line(list="tag-names")
    )

    class Meta:
        model = Paper
        fields = ("title", "authors", "year", "venue", "doi", "arxiv", "url", "abstract")
        labels = {"arxiv": "arXiv id"}
        widgets = {
            "venue": _line(),
            "doi": _line(placeholder="10.1000/xyz"),
            "arxiv": _line(placeholder="2504.05732"),
            "url": _line(type="url"),
            "abstract": forms.Textarea(attrs={"class": "input", "rows": 8}),
        }

    field_order = ("title", "authors", "year", "venue", "doi", "arxiv", "url", "tags", "abstract")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["authors"] = "\n".join(self.instance.authors)
        self.initial["tags"] = ", ".join(tag.name for tag in self.instance.tags.all())

    def clean_authors(self) -> list[str]:
        """The names."""
        return [" ".join(line.split()) for line in self.cleaned_data["authors"].splitlines() if line.strip()]

    def clean_title(self) -> str:
        """The title on one line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_url(self) -> str:
        """An address that a browser may follow."""
        url: str = self.cleaned_data["url"].strip()
        if url and not url.startswith(("https://", "http://")):
            raise forms.ValidationError("An address begins with https:// or http://.")
        return url

    def clean_tags(self) -> list[str]:
        """The names of the tags."""
        return tag_names(self.cleaned_data["tags"])


def tag_names(text: str) -> list[str]:
    """Tags in a text, separated by commas, each once."""
    return list(dict.fromkeys(" ".join(name.split())[:60] for name in text.split(",") if name.strip()))
