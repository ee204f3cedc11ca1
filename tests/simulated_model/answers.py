"""Plausible replies of configurable length; a function of the prompt, the seed and the sizes alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from tests.simulated_model.outlines import outline
from tests.simulated_model.reading import Prompt, claims_of, keys_of, points_of, sections_of

SIZES: Mapping[str, int] = {
    **{"outline": 1500, "digest": 800, "edits": 300, "section": 900, "verdict": 25, "table": 700},
    **{"judgement": 300, "group": 8, "diagram": 150, "repair": 60},
}
"""Tokens of a reply by its kind (verdict: a claim, group: a paper); one token is four characters."""
FILLER = "with the conditions under which it holds and the data on which that was shown"
_CITED = re.compile(r"\S[^\n]*?\[@[^\]\n]+\]\.")
_SENTENCE = re.compile(r"[.!?。！？]\s*")


@dataclass(frozen=True)
class Asked:
    """A prompt with its seed and the sizes of replies."""

    prompt: Prompt
    seed: int = 0
    sizes: Mapping[str, int] = field(default_factory=lambda: SIZES)

    def number(self, *what: object) -> int:
        """A number that is the same for the same prompt, seed and `what`."""
        text = f"{self.prompt.system}\0{self.prompt.user}\0{self.seed}\0{what}"
        return int.from_bytes(sha256(text.encode()).digest()[:6], "big")

    def chars(self, kind: str) -> int:
        """The length of a reply of that kind in characters."""
        return self.sizes[kind] * 4


def answer(asked: Asked) -> str:
    """The reply to a prompt; to one that is not ours a short sentence."""
    make = _REPLIES.get(asked.prompt.question)
    return make(asked) if make else "Pong."


def nominal(asked: Asked, text: str) -> int:
    """Tokens of a reply: those of its text, or what a model would spend on it where that is more."""
    claims = len(claims_of(asked.prompt)) if asked.prompt.question == "verify" else 0
    return max((len(text) + 3) // 4, claims * asked.sizes["verdict"], 1)


def _group(asked: Asked) -> str:
    keys = keys_of(asked.prompt.block("papers"))
    found = re.search(r"(?:Aim at|每组以) (\d+)", asked.prompt.system)
    size = int(found[1]) if found else 3
    return json.dumps([keys[i : i + size] for i in range(0, len(keys), size)])


def _search(asked: Asked) -> str:
    title = asked.prompt.block("brief").partition("\n")[0]
    return json.dumps({"queries": [title], "subjects": [title], "context": [], "criteria": [f"It is about {title}."]})


def _screen(asked: Asked) -> str:
    """A high mark for papers that share a longer word with the brief's title."""
    wanted = set(re.findall(r"\w{5,}", asked.prompt.block("brief").partition("\n")[0].lower()))
    rows = []
    for number, text in re.findall(r"^\[(\d+)\] (.*\n.*)$", asked.prompt.block("papers"), re.M):
        shared = sorted(wanted & set(re.findall(r"\w{5,}", text.lower())))
        reason = f"It speaks of {', '.join(shared)}." if shared else "It speaks of something else."
        rows.append({"paper": int(number), "reason": reason, "mark": min(9, 5 + len(shared)) if shared else 1})
    return json.dumps({"papers": rows})


def _draft(asked: Asked) -> str:
    return outline(keys_of(asked.prompt.block("papers")), asked.prompt.language, asked.chars("outline"))


def _merge(asked: Asked) -> str:
    drafts = "\n".join(asked.prompt.like("skeleton "))
    listed = re.findall(r"^(?:Papers: |论文：)(.*)$", drafts, re.M)
    keys = dict.fromkeys(key for row in listed for key in row.split(", ") if key)
    return outline(list(keys), asked.prompt.language, asked.chars("outline"))


def _digest(asked: Asked) -> str:
    prompt = asked.prompt
    passages = re.findall(r"^\[(p\d+)\] (.*)$", prompt.block("paper"), re.M)
    leaves = sections_of(prompt.block("skeleton"))[0]
    task = prompt.user.rsplit("</data>", 1)[-1]
    wanted = re.findall(r"s\d+", task)
    settled = not re.search(r"[1-9]", task.strip().rsplit("\n", 1)[-1])
    key = int.from_bytes(sha256(prompt.block("paper")[:200].encode()).digest()[:4], "big")
    chosen = [leaf for leaf in leaves if leaf in wanted]
    if not settled:  # asked for the whole outline: a paper contributes to some of it
        chosen = list(dict.fromkeys(leaves[(key + 5 * i) % len(leaves)] for i in range(3)))
    if not passages or not chosen:
        return "none"
    count = min(6, max(1, -(-12 // len(chosen))))
    room = max(60, (asked.chars("digest") - 260) // (count * len(chosen)) - 20)
    rows, at = [], key
    for leaf in chosen:
        rows.append(f"## {leaf}")
        for kind in ("method", "result", "data", "comparison", "problem", "limitation")[:count]:
            name, text = passages[at % len(passages)]
            rows.append(f"- ({kind}) {_statement(text, room)} [{name}]")
            at += 1
        rows.append("")
    if settled:
        return "\n".join(rows)
    edit = {"op": "guide", "section": chosen[0], "analyse": f"Compare {FILLER}.", "reason": "it sets the paper apart"}
    return "\n".join([*rows, "## edits", json.dumps([edit])])


def _chunk(asked: Asked) -> str:
    prompt = asked.prompt
    passages = re.findall(r"^\[(p\d+)\] (.*)$", prompt.block("paper"), re.M)
    wanted = re.findall(r"s\d+", prompt.user.rsplit("</data>", 1)[-1])
    leaves = [leaf for leaf in sections_of(prompt.block("skeleton"))[0] if leaf in wanted]
    if not passages or not leaves:
        return "[]"
    rows = []
    for i in range(6):
        name, text = passages[asked.number(i) % len(passages)]
        said = _statement(text, asked.chars("digest") // 18)
        note = {"section": leaves[asked.number("at", i) % len(leaves)], "kind": "result", "extracted": said}
        rows.append(note | {"rationale": "as stated", "answer": said, "passages": [name], "confidence": 1 + i % 5})
    return json.dumps(rows, ensure_ascii=False)


def _combine(asked: Asked) -> str:
    rows: list[str] = []
    for part in asked.prompt.like("part "):
        for note in json.loads(part):
            point = f"- ({note['kind']}) {note['answer']} [{', '.join(note['passages'])}]"
            rows += [] if point in rows else [f"## {note['section']}", point]
    return "\n".join([*rows, "## edits", "[]"]) if rows else "none"


def _statement(text: str, room: int) -> str:
    """Whole sentences of a passage, at most `room` characters, as one."""
    if len(text) <= room:
        return text.rstrip(". ") + "."
    cut = [match.start() for match in _SENTENCE.finditer(text[:room])]
    return (text[: cut[-1]] if cut and cut[-1] > room // 2 else text[:room].rsplit(" ", 1)[0]).rstrip(". ") + "."


def _edits(asked: Asked, gathered: int) -> str:
    """Guidance for some sections; `gathered` of them ask papers for something new. Those are always of the same two,
    so that the final outline asks about half of the papers again."""
    leaves, inner = sections_of(asked.prompt.block("skeleton"))
    start = asked.number("edits")
    rows = [
        {
            "op": "guide",
            "section": leaves[(start + i) % 2 % len(leaves)],
            "gather": f"What {asked.number(i) % 997} adds.",
        }
        for i in range(gathered)
    ]
    others = [*leaves[2:], *inner] or leaves
    for i in range(4 - gathered):
        rows.append({"op": "guide", "section": others[(start + i) % len(others)], "analyse": "Contrast the approaches"})
    spare = max(0, asked.chars("edits") - len(json.dumps(rows)) - 40 * len(rows)) // len(rows)
    for i, row in enumerate(rows):
        words = f"{FILLER}; case {asked.number('why', i) % 9973}"
        row["reason"] = "several papers ask for it"
        row["analyse"] = (row.get("analyse", "Order them") + " " + f"{words}, " * (spare // len(words) + 1))[:spare]
    return json.dumps(rows)


def _judge(asked: Asked) -> str:
    score = 4 + asked.number("score") % 45 / 10
    leaves = sections_of(asked.prompt.block("skeleton"))[0] or ["s1"]
    said = f"The split carries the argument, but {leaves[0]} asks for summaries {FILLER}. "
    return json.dumps({"rationale": (said * 40)[: asked.chars("judgement") - 40], "score": score})


def _prose(asked: Asked) -> str:
    cites = asked.prompt.question != "abstract"
    written = asked.prompt.block("sections") or asked.prompt.block("subsections")
    points = [f"{text.rstrip('.。')} [@{key}]." for key, text, _ in points_of(asked.prompt.block("points"))]
    points = points or _CITED.findall(written)
    if not points:
        return "The sections above show what holds and what does not."
    rows: list[str] = []
    length, at = 0, asked.number("first")
    for i in range(len(points)):
        text = points[(at + i) % len(points)]
        rows.append(text if cites else re.sub(r" \[@[^\]]*\]", "", text))
        length += len(rows[-1]) + 1
        if length >= asked.chars("section"):
            break
    return "\n\n".join(" ".join(rows[i : i + 5]) for i in range(0, len(rows), 5))


def _table(asked: Asked) -> str:
    best: dict[str, list[tuple[str, str]]] = {}
    for key, text, passages in points_of(asked.prompt.block("points")):
        best.setdefault(key, []).append((text, passages))
    rows = [
        {
            "paper": key,
            "cells": [f"{text[:110].rsplit(' ', 1)[0]} [{passages}]" for text, passages in (*said, *said)[:2]],
        }
        for key, said in best.items()
    ]
    while len(json.dumps(rows)) > asked.chars("table") and len(rows) > 2:
        rows.pop()
    if len(rows) < 2:
        return "null"
    return json.dumps({"caption": "What the works say.", "columns": ["Statement", "Beside it"], "rows": rows})


def _diagram(asked: Asked) -> str:
    titles = re.findall(r"^\d+ ([\w ]+)$", asked.prompt.block("contents"), re.M)[:6]
    if asked.prompt.block("section").strip() or not titles:
        return "none"
    arrows = "\n".join(f'  root["Survey"] --> n{i}["{title}"]' for i, title in enumerate(titles))
    return f"```mermaid\nflowchart TD\n{arrows}\n```\n\nCaption: How the survey is organised."


def _verify(asked: Asked) -> str:
    claims = claims_of(asked.prompt)
    return json.dumps({str(n): "unsupported" if asked.number(n) % 50 == 0 else "supported" for n in claims})


def _repair(asked: Asked) -> str:
    found = re.search(r"^\[([^\s:]+):p\d+\] (.*)$", asked.prompt.block("passages"), re.M)
    return f"{_statement(found[2], 200).rstrip('.')} [@{found[1]}]." if found else "none"


def _revise(asked: Asked) -> str:
    """The passage with what a paper says put after its first paragraph: something stays, and something is new."""
    text = asked.prompt.block("text")
    rows = text.split("\n\n")
    at = next((i for i, row in enumerate(rows) if not row.startswith(("#", "|", "```"))), 0)
    found = re.search(r"^\[([^\s:]+):p\d+\] (.*)$", asked.prompt.block("passages"), re.M)
    if found:
        rows[at] = f"{rows[at]} {_statement(found[2], 200).rstrip('.')} [@{found[1]}]."
    return "\n\n".join(rows)


_REPLIES: dict[str, Callable[[Asked], str]] = {
    "search": _search,
    "screen": _screen,
    "group": _group,
    "draft": _draft,
    "merge": _merge,
    "digest": _digest,
    "chunk": _chunk,
    "combine": _combine,
    "feedback": lambda asked: _edits(asked, 2),
    "kernel": lambda asked: _edits(asked, 2),
    "refine": lambda asked: _edits(asked, 0),
    "judge": _judge,
    "table": _table,
    "diagram": _diagram,
    "verify": _verify,
    "repair": _repair,
    "revise": _revise,
    **dict.fromkeys(("leaf", "parent", "abstract", "introduction", "conclusion"), _prose),
}
