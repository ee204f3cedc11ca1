"""The process that reads papers into claims: `python -m pipeline.engines.extractive.reading.child LANGUAGE`.

Each line on standard input is a paper as a JSON object; each line on standard output its claims as a JSON list. It ends
with its standard input, so it never outlives the run that started it.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from pipeline.engines.extractive.reading import read_claims
from pipeline.paper import Paper


def main(language: str) -> None:
    """Answer until standard input ends."""
    for line in sys.stdin.buffer:
        fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(line).items()}
        claims = [asdict(claim) for claim in read_claims(Paper(**fields), language)]
        sys.stdout.buffer.write(json.dumps(claims, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1])
