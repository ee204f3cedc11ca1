"""`manage.py up`: everything that SurveyGO needs, in the foreground of one terminal."""

from __future__ import annotations

import signal
import socket
import time
from http.client import HTTPConnection, HTTPException
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections
from django.db.migrations.executor import MigrationExecutor

from surveygo import sweeping
from surveygo.accounts.addresses import base_address, signin_address
from surveygo.accounts.installation import is_team
from surveygo.accounts.signin import local_owner
from surveygo.supervisor import Child, Supervisor

READY_SECONDS = 120


class Command(BaseCommand):
    """Starts the web server and the workers, restarts what dies, and sweeps."""

    help = "Start SurveyGO: the web server and the workers, restarted if they die, until Ctrl-C or SIGTERM."
    # The checks run in every process it starts.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until told to stop."""
        self._host, self._port = settings.ENV["SURVEYGO_HOST"], settings.ENV["PORT"]
        self._ensure_port_is_free()
        web, *clusters = _children(self._host, self._port)
        supervisor = Supervisor()
        signal.signal(signal.SIGTERM, lambda *_: supervisor.stop())
        signal.signal(signal.SIGINT, lambda *_: supervisor.stop())
        supervisor.start(web)
        try:
            # Meanwhile the web server is busy importing; it is not called ready before this is done.
            _migrate()
            if self._wait_until_ready(web, supervisor):
                # The workers come second: what a person starts in the next seconds waits for them in the queue.
                supervisor.start(*clusters)
                self.stdout.write(f"SurveyGO is ready: {ready_address()}")
                self.stdout.flush()
                supervisor.watch(every=settings.ENV["SURVEYGO_SWEEP_SECONDS"], beat=sweeping.sweep)
        finally:
            supervisor.end()

    def _ensure_port_is_free(self) -> None:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self._host, self._port))
            except OSError as error:
                reason = error.strerror or str(error)
                raise CommandError(
                    f"SurveyGO cannot listen on {self._host}, port {self._port}: {reason}. "
                    f"Stop the program that uses it, or choose another: PORT={self._port + 1} make run",
                    returncode=2,
                ) from None

    def _wait_until_ready(self, web: Child, supervisor: Supervisor) -> bool:
        """Whether the web server answers; False where a stop was asked for meanwhile."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self._host, self._host)  # noqa: S104  asked for, not bound
        end = time.monotonic() + READY_SECONDS
        while not supervisor.stopping:
            if _answers(host, self._port):
                return True
            if web.ended or time.monotonic() > end:
                raise CommandError("The web server did not start; what it wrote above says why.")
            time.sleep(0.1)
        return False


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _migrate() -> None:
    try:
        executor = MigrationExecutor(connections["default"])
    except OperationalError as error:
        raise CommandError(f"The database of DATABASE_URL cannot be used: {str(error).strip()}") from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def ready_address() -> str:
    """Where to go. In a team's installation it signs nobody in: more people than the owner may read this output."""
    return base_address() if is_team() else signin_address(local_owner())


def _children(host: str, port: int) -> list[Child]:
    web = ["-m", "daphne", "-v", "0", "-b", host, "-p", str(port), "surveygo.asgi:application"]
    clusters = [Child(name, ["manage.py", "worker", name], {"Q_CLUSTER_NAME": name}) for name in ("runs", "short")]
    return [Child("web", web, {}), *clusters]
