"""The sweep: each look has its turn, whatever becomes of the others."""

from __future__ import annotations

import logging

import pytest

from surveygo import sweeping


def test_a_failing_look_keeps_none_of_the_others_from_its_turn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The trouble is logged, the looks behind it take place."""
    looked: list[str] = []

    def broken() -> None:
        looked.append("broken")
        raise ConnectionError("the broker is gone")

    monkeypatch.setattr(sweeping, "SWEEPS", (broken, lambda: looked.append("second"), lambda: looked.append("third")))
    with caplog.at_level(logging.ERROR):
        sweeping.sweep()
    assert looked == ["broken", "second", "third"]
    assert "the broker is gone" in caplog.text
