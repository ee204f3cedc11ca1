"""People and where they work together: users, workspaces, roles, addresses that sign in once, and mail to send."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A saved user with that address; without a password nobody can sign in by one."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person, known by e-mail address. chosen: the workspace they work in now; access.py says what holds without.

    run_letters: whether they get e-mail about their runs; direct_mail, other_mail: when about notices that mention them
    or ask them for a review, and about all others.
    """

    class Frequency(models.TextChoices):
        """When notices that nobody looked at are told by e-mail."""

        NOW = "now", "At once"
        HOURLY = "hourly", "Hourly"
        DAILY = "daily", "Daily"
        NEVER = "never", "Never"

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    chosen = models.ForeignKey("Workspace", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    run_letters = models.BooleanField(default=True)
    direct_mail = models.CharField(max_length=10, choices=Frequency, default=Frequency.DAILY)
    other_mail = models.CharField(max_length=10, choices=Frequency, default=Frequency.DAILY)
    created = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email


class Role(models.TextChoices):
    """What a member may do; each may do what the ones after it may."""

    OWNER = "owner", "Owner"
    EDITOR = "editor", "Editor"
    REVIEWER = "reviewer", "Reviewer"
    VIEWER = "viewer", "Viewer"


class Workspace(models.Model):
    """Where surveys, papers and articles belong; its members see all of them, strangers none."""

    name = models.CharField(max_length=100)
    members: models.ManyToManyField[User, Membership] = models.ManyToManyField(
        User, through="Membership", related_name="workspaces"
    )
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's role in a workspace."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_membership"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.role}"


class Invitation(models.Model):
    """An offer of membership; whoever has its address may take it once, and then the row goes.

    email: where it was sent; empty for one that is handed on as a link. digest: SHA-256 of the token in its address.
    """

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role)
    email = models.EmailField(blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.email or 'Link'}, {self.role}"


class BroughtInvitation(models.Model):
    """An invitation that somebody had opened when they signed up or in: it waits for them in any browser.

    digest: of its token; no foreign key, so that the person can be told when it is no more. workspace: its name.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="brought_invitations")
    digest = models.CharField(max_length=64)
    workspace = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "digest"], name="brought_once"),
        ]

    def __str__(self) -> str:
        return f"{self.workspace}, brought by {self.user}"


class ShareLink(models.Model):
    """An address under which anybody reads one article, until it expires or its row goes.

    digest: SHA-256 of the token in the address; exports: whether readers may take the article as a file.
    """

    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="shares")
    digest = models.CharField(max_length=64, unique=True)
    exports = models.BooleanField(default=False)
    shared_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Link to {self.article}"


class SigninToken(models.Model):
    """An address that signs a person in once. digest: SHA-256 of the token, which itself is stored nowhere."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"Sign-in of {self.user}"


class Installation(models.Model):
    """The one row about the whole installation. team_since: when it was turned into a team one."""

    team_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "Team" if self.team_since else "One person"


class Mail(models.Model):
    """An e-mail that is still to be sent; the row goes when it is.

    tries: how often a worker took it up; due: when the sweep brings it to a worker again; unsubscribe: the address that
    ends mails of its kind by one POST, where there is one.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    unsubscribe = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField(db_index=True)
    created = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.subject}, to {self.to}"
