"""What people fill in when they review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core import signing

from surveygo.accounts.models import User
from surveygo.articles.reading import FIGURE_SALT
from surveygo.review.models import Review
from surveygo.review.threads import Selection

if TYPE_CHECKING:
    _UserForm = forms.ModelForm[User]
else:
    _UserForm = forms.ModelForm

LONGEST = 20_000


class ThreadForm(forms.Form):
    """A comment or a suggestion on what was selected."""

    quote = forms.CharField(required=False, max_length=LONGEST, strip=False)
    before = forms.CharField(required=False, max_length=2_000)
    near = forms.IntegerField(required=False, min_value=0)
    section = forms.CharField(required=False, max_length=200)
    figure = forms.CharField(required=False, max_length=LONGEST)
    image = forms.CharField(required=False, max_length=40)
    text = forms.CharField(required=False, max_length=LONGEST)
    replacement = forms.CharField(required=False, max_length=LONGEST, strip=False)
    kind = forms.ChoiceField(choices=[("comment", "Comment"), ("suggestion", "Suggestion")])

    def clean_figure(self) -> str:
        """The source of the diagram, which the page has only in a signed address."""
        signed = self.cleaned_data["figure"]
        try:
            return str(signing.loads(signed, salt=FIGURE_SALT)) if signed else ""
        except signing.BadSignature as error:
            raise forms.ValidationError("This figure is not of this article.") from error

    def clean(self) -> dict[str, object]:
        """A comment says something; a suggestion is about something."""
        data: dict[str, object] = super().clean() or self.cleaned_data
        if data.get("kind") == "comment" and not data.get("text"):
            raise forms.ValidationError("Write what you want to say.")
        if data.get("kind") == "suggestion" and not data.get("quote"):
            raise forms.ValidationError("Select the text that you want to change.")
        return data

    @property
    def selection(self) -> Selection:
        """What was selected. Forms travel with CRLF."""
        data = self.cleaned_data
        quote = data["quote"].replace("\r\n", "\n")
        return Selection(quote, data["before"], data["near"], data["section"], data["figure"], data["image"])

    @property
    def replacement_text(self) -> str | None:
        """What a suggestion puts there, or None for a comment."""
        if self.cleaned_data["kind"] == "comment":
            return None
        text: str = self.cleaned_data["replacement"]
        return text.replace("\r\n", "\n")


class ReplyForm(forms.Form):
    """An answer in a thread."""

    text = forms.CharField(max_length=LONGEST)


class VerdictForm(forms.Form):
    """What a reviewer says of the article."""

    state = forms.ChoiceField(choices=[(Review.State.APPROVED, "Approve"), (Review.State.CHANGES, "Request changes")])
    message = forms.CharField(required=False, max_length=LONGEST)


class MailForm(_UserForm):
    """When e-mail tells a person of notices that they have not looked at."""

    class Meta:
        model = User
        fields = ("direct_mail", "other_mail")
        labels = {"direct_mail": "Mentions and requested reviews", "other_mail": "Everything else"}
