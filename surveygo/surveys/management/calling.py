"""The options of a language model on the command line. Its key comes from the environment alone, where no list of
processes shows it."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from pipeline.engines import ENGINES, Provider
from pipeline.errors import BadInput

KEYS = "keys come from OPENAI_API_KEY, or GEMINI_API_KEY or GOOGLE_API_KEY; OPENAI_BASE_URL stands in for --base-url"


def add_arguments(parser: ArgumentParser) -> None:
    """The options of a language model."""
    group = parser.add_argument_group("language models", KEYS)
    group.add_argument("--engine", default="extractive", choices=sorted(ENGINES))
    group.add_argument("--model", default="", metavar="NAME", help="language model (default: the engine's)")
    group.add_argument(
        "--model-for", action="append", default=[], metavar="ROLE=NAME",
        help="another model for digest, skeleton, judge or writer; may be given several times",
    )  # fmt: skip
    group.add_argument("--base-url", default="", metavar="URL", help="address of a compatible server")
    group.add_argument(
        "--price", action="append", default=[], metavar="[NAME=]PROMPT,REPLY",
        help="of the model, or of the one named, in USD a million tokens; may be given several times",
    )  # fmt: skip
    group.add_argument("--budget", type=float, default=0.0, metavar="USD", help="most that the run may cost")
    group.add_argument("--context", type=int, default=0, metavar="N", help="tokens the model takes, if not known")
    group.add_argument("--deadline", type=float, default=0.0, metavar="S", help="longest wait for a reply (120 s)")
    group.add_argument("--concurrency", type=int, default=0, metavar="N", help="calls in flight at once")
    group.add_argument("--requests-per-minute", type=int, default=0, metavar="N", help="default: no limit")
    group.add_argument("--tokens-per-minute", type=int, default=0, metavar="N", help="default: no limit")


def account_of(options: dict[str, Any]) -> Provider | None:
    """The account that the options and the environment name; None for the extractive engine.

    Raises:
        BadInput: no key is set, or an option makes no sense.
    """
    engine = options["engine"]
    if engine == "extractive":
        return None
    limits = {name: options[name] for name in ("concurrency", "requests_per_minute", "tokens_per_minute")}
    wrong = next((name for name, value in limits.items() if value < 0), None)
    if wrong:
        raise BadInput(f"--{wrong.replace('_', '-')} is {limits[wrong]}; it must not be negative.")
    provider = Provider.from_environment(engine, options["model"], options["base_url"])
    provider = provider.with_roles(options["model_for"])
    provider = provider.with_terms(options["price"], options["context"], options["deadline"])
    return replace(provider, **{name: value for name, value in limits.items() if value})
