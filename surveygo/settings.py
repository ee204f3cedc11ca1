"""Django's settings, made of the values in `environment.py`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from surveygo import environment
from surveygo.databases import database
from surveygo.environment import ROOT, BadSetting
from surveygo.keys import kept_key
from surveygo.mailserver import mail_server

try:
    ENV = environment.read()
except BadSetting as error:
    sys.exit(f"SurveyGO cannot start: {error}")

DATA = (ROOT / Path(ENV["SURVEYGO_DATA"]).expanduser()).resolve()
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)

DEBUG: bool = ENV["SURVEYGO_DEBUG"]
SECRET_KEY: str = ENV["SURVEYGO_SECRET_KEY"] or kept_key(DATA / "secret.key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *ENV["SURVEYGO_ALLOWED_HOSTS"]]
CSRF_TRUSTED_ORIGINS: list[str] = ENV["SURVEYGO_CSRF_ORIGINS"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "channels",
    "django_htmx",
    "django_q",
    "surveygo.accounts",
    "surveygo.library",
    "surveygo.providers",
    "surveygo.surveys",
    "surveygo.searches",
    "surveygo.assist",
    "surveygo.articles",
    "surveygo.review",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "surveygo.policy.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "surveygo.accounts.signedout.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "surveygo.urls"
ASGI_APPLICATION = "surveygo.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "surveygo.policy.nonce",
                "surveygo.review.unseen.notices",
                "surveygo.accounts.workspaces.shown",
            ],
        },
    }
]

DATABASES = {"default": database(ENV["DATABASE_URL"], DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]

# django-allauth, https://docs.allauth.org/en/latest/account/configuration.html
MAIL = bool(ENV["SURVEYGO_EMAIL_URL"])
ACCOUNT_ADAPTER = "surveygo.accounts.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "surveygo.accounts.forms.SignupForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Where no e-mail is sent nobody could confirm an address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if MAIL else "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
MFA_ADAPTER = "surveygo.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "SurveyGO"
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "surveygo.accounts.adapters.SingleSignOnAdapter"
# The provider is the installation's own, so its word on an address is taken.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
# A link, not a form: the policy of our pages lets no form lead to another site, not even by a redirect.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if ENV["SURVEYGO_OIDC_URL"]:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "sso",
            "name": ENV["SURVEYGO_OIDC_NAME"],
            "client_id": ENV["SURVEYGO_OIDC_CLIENT_ID"],
            "secret": ENV["SURVEYGO_OIDC_SECRET"],
            "settings": {"server_url": ENV["SURVEYGO_OIDC_URL"]},
        }
    ]

if ENV["SURVEYGO_EMAIL_URL"]:
    globals().update(mail_server(ENV["SURVEYGO_EMAIL_URL"]))
    DEFAULT_FROM_EMAIL = ENV["SURVEYGO_EMAIL_FROM"]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static" / "dist"] if (ROOT / "static" / "dist").is_dir() else []
# Found where the bundle was built; there is nothing to collect before a start.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
# Names do not change with the content, so browsers ask whether theirs is still the newest.
WHITENOISE_MAX_AGE = 0
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20
DATA_UPLOAD_MAX_NUMBER_FILES = 2_000
UPLOAD_LIMIT: int = ENV["SURVEYGO_UPLOAD_MB"] * 2**20
# Several files may come in one request, and one that is a little too large is better refused by name.
BODY_LIMIT = 2 * UPLOAD_LIMIT

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 90 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
ALLAUTH_TRUSTED_PROXY_COUNT = 0
if ENV["SURVEYGO_BEHIND_PROXY"]:
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# The application's own lease decides who runs what; django-q2 only delivers. Its own redelivery must never fire:
# whatever waits or runs longer than `retry` would be started a second time, so `retry` lies beyond everything.
_DAY = 24 * 3600
Q_CLUSTER: dict[str, Any] = {
    "name": "surveygo",
    "cluster_name": "short",
    "workers": ENV["SURVEYGO_SHORT_WORKERS"],
    "queue_limit": ENV["SURVEYGO_SHORT_WORKERS"],
    "timeout": _DAY,
    "retry": 30 * _DAY,
    "ack_failures": True,
    "max_attempts": 1,
    "save_limit": 100,
    "poll": 0.2,
    "scheduler": False,
    "daemonize_workers": False,
    "ALT_CLUSTERS": {
        "runs": {
            "workers": ENV["SURVEYGO_RUN_WORKERS"],
            "queue_limit": ENV["SURVEYGO_RUN_WORKERS"],
            "timeout": 29 * _DAY,
            "recycle": 20,
        },
    },
}
# Counts of tries at passwords; all web processes must share them.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        # Nobody may flush the counts out by making many.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
CHANNEL_LAYERS: dict[str, Any] = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
if REDIS_URL := ENV["REDIS_URL"]:
    Q_CLUSTER["redis"] = REDIS_URL
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL]},
    }
else:
    Q_CLUSTER["orm"] = "default"

# A traceback shows no key and no prompt, with DEBUG either.
DEFAULT_EXCEPTION_REPORTER_FILTER = "surveygo.reporting.AlwaysSafeFilter"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "surveygo": {"level": ENV["SURVEYGO_LOG_LEVEL"]},
        "django-q": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
