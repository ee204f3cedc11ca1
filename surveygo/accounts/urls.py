"""Addresses of accounts, workspaces and invitations."""

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as sso
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from surveygo.accounts.rules import needs
from surveygo.accounts.views import entrance, person, team, workspaces

View = TypeVar("View", bound=Callable[..., Any])


def anyone(view: View) -> View:
    """A view of django-allauth that is there for whoever comes."""
    return login_not_required(needs("nothing")(view))


signed_in = needs("account")

# The names are those by which django-allauth finds its pages.
urlpatterns = [
    path("signin", entrance.signin, name="account_login"),
    path("signin/<str:token>", entrance.signin_once, name="signin-once"),
    path("signout", entrance.signout, name="account_logout"),
    path("signup", entrance.signup, name="account_signup"),
    path("join", entrance.invited, name="invited"),
    path("join/<str:token>", entrance.join, name="join"),
    path("account/closed", anyone(account.account_inactive), name="account_inactive"),
    path("password/forgotten", entrance.forgotten, name="account_reset_password"),
    path("password/forgotten/sent", anyone(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/new/<str:uidb36>/<str:key>",
        anyone(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done", anyone(account.password_reset_from_key_done), name="account_reset_password_from_key_done"
    ),
    path("email/confirm", anyone(account.email_verification_sent), name="account_email_verification_sent"),
    path("email/confirm/<str:key>", anyone(account.confirm_email), name="account_confirm_email"),
    path("signin-factor", anyone(factor.authenticate), name="mfa_authenticate"),
    path("you", person.show, name="you"),
    path("you/letters", person.letters, name="you-letters"),
    path("you/confirm", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("you/confirm-factor", signed_in(factor.reauthenticate), name="mfa_reauthenticate"),
    path("you/email", person.email, name="account_email"),
    path("you/password", signed_in(account.password_change), name="account_change_password"),
    path("you/password/set", signed_in(account.password_set), name="account_set_password"),
    path("you/factor", signed_in(factor.index), name="mfa_index"),
    path("you/factor/app", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("you/factor/app/off", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("you/factor/codes", signed_in(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("you/factor/codes/new", signed_in(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("you/factor/codes/file", signed_in(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("you/sessions", signed_in(sessions.list_usersessions), name="usersessions_list"),
    path("you/sso", signed_in(sso.connections), name="socialaccount_connections"),
    path("sso/signup", anyone(sso.signup), name="socialaccount_signup"),
    path("sso/cancelled", anyone(sso.login_cancelled), name="socialaccount_login_cancelled"),
    path("sso/error", anyone(sso.login_error), name="socialaccount_login_error"),
    path("sso/<str:provider_id>/signin", anyone(oidc.login), name="openid_connect_login"),
    path("sso/<str:provider_id>/callback", anyone(oidc.callback), name="openid_connect_callback"),
    path("team", team.show, name="team"),
    path("team/begin", team.begin, name="team-begin"),
    path("team/<int:pk>/invite", team.invite, name="team-invite"),
    path("invitations/<int:pk>/revoke", team.revoke, name="invitation-revoke"),
    path("members/<int:pk>/role", team.change_role, name="member-role"),
    path("members/<int:pk>/remove", team.remove, name="member-remove"),
    path("workspaces/<int:pk>/leave", team.leave, name="workspace-leave"),
    path("workspaces/new", workspaces.create, name="workspace-new"),
    path("workspaces/<int:pk>/choose", workspaces.choose, name="workspace-choose"),
    path("workspaces/<int:pk>/rename", workspaces.rename, name="workspace-rename"),
    path("workspaces/<int:pk>/delete", workspaces.delete, name="workspace-delete"),
]
