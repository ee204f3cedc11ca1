"""The team of a workspace: its members, their roles, and invitations."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from surveygo import mail
from surveygo.accounts import invitations, membership
from surveygo.accounts.access import can, current_workspace, get_invitation, get_member, get_workspace
from surveygo.accounts.forms import InvitationForm, TeamForm
from surveygo.accounts.installation import become_team, is_team
from surveygo.accounts.models import Role, Workspace
from surveygo.accounts.rules import needs
from surveygo.surveys.views.request import person


@needs("view")
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Members and open invitations of the chosen workspace."""
    return _shown(request, current_workspace(person(request)), InvitationForm())


@needs("own")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Turn a one-person installation into a team one: its owner gets an address and a password to sign in with."""
    user = person(request)
    current_workspace(user, "own")
    if is_team():
        return redirect("team")
    form = TeamForm(request.POST if request.method == "POST" else None, instance=user, initial={"email": ""})
    if form.is_valid():
        with transaction.atomic():
            user.set_password(form.cleaned_data["password"])
            form.save()
            # Who sits at the machine needs to prove nothing.
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
            become_team()
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)
        messages.success(request, "This installation now belongs to a team. Invite the others.")
        return redirect("team")
    if form.errors:
        user.refresh_from_db()
    return render(request, "accounts/begin.html", {"form": form}, status=422 if form.errors else 200)


@needs("own", "workspace")
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite somebody, by e-mail or with a link that is shown once."""
    user = person(request)
    workspace = get_workspace(user, pk, "own")
    if not is_team():
        return redirect("team-begin")
    form = InvitationForm(request.POST)
    email = form.data.get("email", "").strip()
    if form.is_valid() and email and not mail.is_set_up():
        form.add_error("email", "This installation sends no e-mail; leave the field empty and hand the link on.")
    if not form.is_valid():
        return _shown(request, workspace, form, status=422)
    given = form.cleaned_data
    link = invitations.invite(workspace, user, given["role"], given["days"], given["email"])
    if email:
        messages.success(request, f"The invitation is on its way to {email}.")
        return redirect("team")
    # Shown in this reply alone: only its digest is kept.
    return _shown(request, workspace, InvitationForm(), link=link)


@needs("own", "invitation")
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation void."""
    get_invitation(person(request), pk, "own").delete()
    messages.success(request, "The invitation is void.")
    return redirect("team")


@needs("own", "member")
@require_POST
def change_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    member = get_member(person(request), pk, "own")
    role = request.POST.get("role", "")
    try:
        if role in Role.values:
            membership.change_role(member, role)
            messages.success(request, f"{member.user} is now {Role(role).label.lower()}.")
    except membership.LastOwner as error:
        messages.warning(request, str(error))
    return redirect("team")


@needs("own", "member")
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a member out."""
    member = get_member(person(request), pk, "own")
    try:
        membership.remove(member)
        messages.success(request, f"{member.user} is no longer a member.")
    except membership.LastOwner as error:
        messages.warning(request, str(error))
    return redirect("team")


@needs("view", "workspace")
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a workspace oneself."""
    user = person(request)
    workspace = get_workspace(user, pk)
    try:
        membership.remove(workspace.memberships.get(user=user))
        messages.success(request, f"You have left “{workspace}”.")
    except membership.LastOwner as error:
        messages.warning(request, str(error))
        return redirect("team")
    return redirect("/")


def _shown(
    request: HttpRequest, workspace: Workspace, form: InvitationForm, *, link: str = "", status: int = 200
) -> HttpResponse:
    user = person(request)
    owns = can(user, workspace.pk, "own")
    context = {
        "workspace": workspace,
        "members": workspace.memberships.select_related("user").order_by("pk"),
        "invitations": invitations.open_ones(workspace) if owns else [],
        "form": form,
        "link": link,
        "owns": owns,
        "roles": Role.choices,
        "team": is_team(),
        "mail": mail.is_set_up(),
    }
    return render(request, "accounts/team.html", context, status=status)
