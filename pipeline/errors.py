"""The tree of errors a caller of the pipeline may see.

PipelineError
├── BadInput          the user's files, brief or options cannot be used; the message says what, where and what to do
├── StepFailed        one step ran out of tries; the stage decides whether the run can go on without it
│   └── TooLong       its question does not fit into the model's context
├── RunStopped        the run ended before it was done, on purpose
│   ├── RunPaused     it can be resumed (reason: user, budget, outline)
│   └── RunCancelled  it will not be resumed
├── EngineError       a call to an engine failed
├── SourceError       a source of papers could not be asked, or an address not be fetched; the search goes on without it
└── BadReply          a reply came but does not answer the step; the message says what was expected
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["", "busy", "timeout", "lost", "question", "length"]

__all__ = [
    "BadInput",
    "BadReply",
    "EngineError",
    "PipelineError",
    "Reason",
    "RunCancelled",
    "RunPaused",
    "RunStopped",
    "SourceError",
    "StepFailed",
    "TooLong",
]


class PipelineError(Exception):
    """Root of everything the pipeline raises on purpose; `str()` of it is one sentence for the reader."""


class BadInput(PipelineError):
    """Input that cannot be used. The message names what is wrong, where, and what to do."""


class StepFailed(PipelineError):
    """A step found no acceptable answer within its tries."""


class TooLong(StepFailed):
    """The question is longer than the model's context."""


class RunStopped(PipelineError):
    """The run was stopped on purpose before it was done."""


class RunPaused(RunStopped):
    """The run waits and can be resumed. `reason` is one of user, budget, outline."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class RunCancelled(RunStopped):
    """The run was cancelled and will not be resumed."""


class EngineError(PipelineError):
    """A call to an engine failed.

    retryable: whether the same call may succeed later. retry_after: seconds the provider asked to wait, if it did.
    reason: `busy` where the provider asks for fewer calls, `timeout` where no answer came in time, `lost` where one did
    not arrive whole, `question` where this one question cannot be answered and others can, `length` where that is
    because it is too long.
    """

    def __init__(
        self, message: str, *, retryable: bool = False, retry_after: float | None = None, reason: Reason = ""
    ) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.retry_after = retry_after
        self.reason: Reason = reason


class SourceError(PipelineError):
    """A source of papers gave no usable answer, or an address no usable file."""


class BadReply(PipelineError):
    """The reply does not have the form or content the step asked for; the message is shown to the engine on a retry."""
