"""Run the simulated model by hand: `python -m tests.simulated_model --port 8077`."""

from __future__ import annotations

import argparse
import sys
import threading

from tests.simulated_model.faults import FAULTS, Faults
from tests.simulated_model.server import Model, Pace, simulated


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulated_model", description=__doc__)
    parser.add_argument("--port", type=int, default=8077)
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster than a real model")
    parser.add_argument("--first", type=float, default=0.3, help="seconds to the first token")
    parser.add_argument("--rate", type=float, default=150.0, help="tokens a second")
    parser.add_argument("--cap", type=int, default=100, help="calls answered at the same time")
    parser.add_argument("--thoughts", action="store_true", help="think before answering")
    parser.add_argument("--key", default="", help="the only key accepted")
    parser.add_argument("--context", type=int, default=0, help="tokens a prompt may have")
    for fault in FAULTS:
        parser.add_argument(f"--{fault.replace('_', '-')}", type=float, default=0.0, help="share of the calls")
    options = parser.parse_args()
    rates = {fault: getattr(options, fault) for fault in FAULTS if getattr(options, fault)}
    faults = Faults(rates, key=options.key, context=options.context)
    model = Model(Pace(options.first, options.rate, options.cap, options.speed), faults, thoughts=options.thoughts)
    with simulated(model, options.port):
        sys.stdout.write(f"OPENAI_BASE_URL={model.address}/v1; Gemini at {model.address}; calls at /log\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
