"""An OpenID Connect provider on a loopback port: discovery, tokens, keys and userinfo as in OpenID Connect Core 1.0."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa


@dataclass
class Provider:
    """claims: what it says of the person who signs in; asked: what clients sent to its token endpoint."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def document(self, path: str) -> dict[str, Any]:
        """What it answers at that path."""
        if path == "/.well-known/openid-configuration":
            ends = {"authorization_endpoint": "auth", "token_endpoint": "token", "userinfo_endpoint": "me"}
            known = {name: f"{self.url}/{end}" for name, end in ends.items()}
            return known | {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        if path == "/keys":
            public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return {"keys": [public | {"kid": "1", "alg": "RS256"}]}
        if path == "/me":
            return self.claims
        now = int(time.time())
        payload = self.claims | {"iss": self.url, "aud": "surveygo", "iat": now, "exp": now + 300}
        token = jwt.encode(payload, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": token}


@contextmanager
def provider() -> Iterator[Provider]:
    """Run one until the block ends."""
    state = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply()

        def do_POST(self) -> None:
            state.asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.reply()

        def reply(self) -> None:
            body = json.dumps(state.document(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_address[1]}"
        Thread(target=server.serve_forever, daemon=True).start()
        yield state
        server.shutdown()
