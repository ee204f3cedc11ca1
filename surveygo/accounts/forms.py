"""Forms about people: signing up, a new workspace, invitations, the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from surveygo.accounts.models import Role, User, Workspace

if TYPE_CHECKING:
    _UserForm = forms.ModelForm[User]
    _WorkspaceForm = forms.ModelForm[Workspace]
else:
    _UserForm = _WorkspaceForm = forms.ModelForm

DAYS = ((1, "1 day"), (7, "7 days"), (30, "30 days"), (90, "90 days"))


class SignupForm(forms.Form):
    """What signing up asks beside address and password. django-allauth derives its own form from this one's fields."""

    name = forms.CharField(max_length=100, label="Name", widget=forms.TextInput(attrs={"autocomplete": "name"}))

    field_order = ("name", "email", "password1")

    def signup(self, request: Any, user: User) -> None:
        """Keep the name."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class NameForm(_UserForm):
    """How others see a person."""

    class Meta:
        model = User
        fields = ("name",)
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class WorkspaceForm(_WorkspaceForm):
    """A workspace's name."""

    class Meta:
        model = Workspace
        fields = ("name",)


class InvitationForm(forms.Form):
    """Whom to invite: with an address the invitation is sent, without it is a link to hand on."""

    email = forms.EmailField(
        required=False, label="Email", help_text="Leave it empty for a link that you hand on yourself."
    )
    role = forms.ChoiceField(choices=Role.choices, initial=Role.EDITOR)
    days = forms.TypedChoiceField(choices=DAYS, initial=7, coerce=int, label="Good for")


class TeamForm(_UserForm):
    """What the owner of a one-person installation gives to sign in with from then on."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), help_text="At least 10 characters."
    )

    class Meta:
        model = User
        fields = ("name", "email")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    field_order = ("name", "email", "password")

    def clean_email(self) -> str:
        """Kept in small letters, as every address is."""
        email = str(self.cleaned_data["email"]).lower()
        if email.endswith("@localhost"):
            raise ValidationError("Give an address at which others know you.")
        return email

    def clean_password(self) -> str:
        """Refuses what is short or common."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.instance)
        return password
