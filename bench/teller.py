"""A worker process that tells a run's events at a steady pace: `python -m bench.teller SECONDS [COLLECTION]`.

It makes a run that no worker of the installation will claim, prints its number, waits for a line on standard input,
then tells ten notices a second, each with the moment it was told. With COLLECTION it also starts a real survey.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

PACE = 0.1


def main() -> None:
    """Make the run, wait, tell."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "surveygo.settings")
    import django

    django.setup()
    from bench.rows import run
    from pipeline.events import Notice
    from surveygo.surveys import machine
    from surveygo.surveys.keeper import Keeper
    from surveygo.surveys.recorder import Recorder

    told = run()
    claim = machine.claim(told.pk, "bench")
    assert claim is not None
    keeper = Keeper(claim)
    recorder = Recorder(claim, keeper.report)
    sys.stdout.write(f"{told.pk}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    if len(sys.argv) > 2:
        _start_survey(Path(sys.argv[2]))
    start = time.time()
    for number in range(int(float(sys.argv[1]) / PACE)):
        time.sleep(max(0.0, start + number * PACE - time.time()))
        recorder.emit(Notice("bench", str(number), f"told-{number}-{time.time():.4f}."))
    recorder.close()
    keeper.close()


def _start_survey(file: Path) -> None:
    """Queue a real survey of a collection file for the installation's workers."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from surveygo.accounts.signin import local_owner
    from surveygo.library import uploads
    from surveygo.library.models import Collection
    from surveygo.library.reading import read_waiting
    from surveygo.surveys import control
    from surveygo.surveys.models import Survey

    owner = local_owner()
    workspace = owner.memberships.get().workspace
    collection = Collection.objects.create(workspace=workspace, created_by=owner)
    uploads.receive(collection, SimpleUploadedFile(file.name, file.read_bytes()), owner)
    read_waiting(collection.pk)
    survey = Survey.objects.create(workspace=workspace, collection=collection, title="Beside", created_by=owner)
    control.start(survey, owner)


if __name__ == "__main__":
    main()
