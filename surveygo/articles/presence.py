"""Who has an article open and where their cursors are: the awareness protocol of Yjs (github.com/yjs/y-protocols,
PROTOCOL.md and awareness.js). An update is a count, then for each client its id, its clock and its state as JSON."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from pycrdt import Decoder, write_message, write_var_uint

LONGEST = 4_000
"""Characters of one client's state; a cursor and a name take some hundred."""
GONE = "null"
MANY = 20
"""Clients that one socket may speak for: its own, and those it saw leave."""


class BadPresence(ValueError):
    """Bytes that are no awareness update."""


@dataclass(frozen=True)
class Client:
    """A client's state as JSON; `null` when it is gone."""

    id: int
    clock: int
    state: str

    @property
    def gone(self) -> Client:
        """The same client once it has left."""
        return Client(self.id, self.clock + 1, GONE)


def read(update: bytes) -> list[Client]:
    """The clients in an awareness update.

    Raises:
        BadPresence: for anything else.
    """
    decoder = Decoder(update)
    try:
        count = decoder.read_var_uint()
        if count > MANY:
            raise BadPresence(f"{count} clients in one update")
        clients = [
            Client(decoder.read_var_uint(), decoder.read_var_uint(), decoder.read_var_string()) for _ in range(count)
        ]
    except (RuntimeError, IndexError, UnicodeDecodeError) as error:
        raise BadPresence(str(error)) from error
    if any(len(client.state) > LONGEST for client in clients):
        raise BadPresence("a state is too long")
    return clients


def written(clients: Collection[Client]) -> bytes:
    """The awareness update of these clients."""
    parts = [write_var_uint(len(clients))]
    for client in clients:
        parts += [write_var_uint(client.id), write_var_uint(client.clock), write_message(client.state.encode())]
    return b"".join(parts)


def stamped(client: Client, user: dict[str, object]) -> Client:
    """The client with the user that the server knows it to be: nobody writes under another's name.

    Raises:
        BadPresence: for a state that is no JSON object.
    """
    try:
        state = json.loads(client.state)
    except (ValueError, RecursionError) as error:
        raise BadPresence(str(error)) from error
    if state is None:
        return Client(client.id, client.clock, GONE)
    if not isinstance(state, dict):
        raise BadPresence("a state is no object")
    cursor = state.get("cursor")
    return Client(client.id, client.clock, json.dumps({"user": user, "cursor": cursor}, ensure_ascii=False))
