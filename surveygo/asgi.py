"""The ASGI application: pages over HTTP, live runs over WebSocket."""

import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveygo.settings")
http = get_asgi_application()

# They need the apps that the line above loads.
from surveygo.articles import routing as articles  # noqa: E402
from surveygo.bodies import LimitBody  # noqa: E402
from surveygo.surveys import routing as runs  # noqa: E402

sockets = [*runs.urlpatterns, *articles.urlpatterns]

application = ProtocolTypeRouter(
    {
        "http": LimitBody(http, settings.BODY_LIMIT),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(sockets))),
    }
)
