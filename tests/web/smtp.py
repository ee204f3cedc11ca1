"""A mail server on a loopback port that speaks SMTP (RFC 5321) as far as a client needs it, and keeps what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

from pytest_django.fixtures import Settings

from surveygo.mailserver import mail_server as settings_of


@dataclass
class MailServer:
    """port: where it listens; taken: what it took; busy: whether it refuses everything for now."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    busy: bool = False


class _Handler(StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        """One conversation."""
        self.say("220 loopback")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"MAIL" and self.server.state.busy:
                self.say("451 try again later")
            elif verb == b"DATA":
                self.say("354 go on")
                self.server.state.taken.append(self.message())
                self.say("250 taken")
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def message(self) -> EmailMessage:
        """What follows DATA, up to the line with nothing but a dot."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(ThreadingTCPServer):
    daemon_threads = True
    state: MailServer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run one until the block ends."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.state = MailServer(port=server.server_address[1])
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.state
        server.shutdown()


@contextmanager
def mail_of_site(settings: Settings) -> Iterator[MailServer]:
    """Run one that the site is set up for, and have new addresses confirmed."""
    with mail_server() as server:
        url = f"smtp://127.0.0.1:{server.port}"
        settings.ENV = settings.ENV | {"SURVEYGO_EMAIL_URL": url}
        settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.DEFAULT_FROM_EMAIL = "SurveyGO <survey@example.org>"
        for name, value in settings_of(url).items():
            setattr(settings, name, value)
        yield server
