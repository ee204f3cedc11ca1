"""What the project is installed and shipped with: locks, the browser bundle's packages, the image, the commands."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-setup.lock")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def pinned(lock: str) -> list[Requirement]:
    """The requirements of a lock, each an exact version with at least one hash."""
    entries = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    requirements = []
    for entry in filter(str.strip, entries):
        requirement, _, hashes = entry.partition(" --hash")
        assert all(map(HASH.fullmatch, f"--hash{hashes}".split())), entry
        requirements.append(Requirement(requirement))
    return requirements


def wanted() -> dict[str, list[str]]:
    """The requirements pyproject.toml asks for, by the lock that must hold them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = settings["project"]["dependencies"]
    development = runtime + settings["project"]["optional-dependencies"]["dev"]
    return dict(zip(LOCKS, (runtime, development, settings["dependency-groups"]["setup"]), strict=True))


def compose() -> dict[str, Any]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    return services


def dockerfile() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile as (name, rest)."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [(line.split()[0], line.split(maxsplit=1)[1]) for line in text.splitlines() if line.strip()]


def copied() -> list[str]:
    """What the Dockerfile copies out of the project's folder."""
    orders = [rest.split() for name, rest in dockerfile() if name == "COPY" and "--from" not in rest]
    return [source for order in orders for source in order[:-1]]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_what_the_project_asks_for(lock: str) -> None:
    versions = {canonicalize_name(entry.name): entry for entry in pinned(lock)}
    for text in wanted()[lock]:
        asked = Requirement(text)
        assert canonicalize_name(asked.name) in versions, f"{text} is not in {lock}; run `make lock`"
        entry = versions[canonicalize_name(asked.name)]
        version = str(entry.specifier).removeprefix("==")
        assert asked.specifier.contains(version, prereleases=True), f"{lock} has {entry}, not {text}; run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_exact_versions_and_no_address(lock: str) -> None:
    for entry in pinned(lock):
        assert re.fullmatch(r"==[\w.+!]+", str(entry.specifier)), entry
        assert entry.url is None
    assert not re.search(r"://|^-(i|f|-index|-find)", (ROOT / lock).read_text(), flags=re.MULTILINE)


def test_both_locks_agree() -> None:
    development = set(map(str, pinned("requirements-dev.lock")))
    assert [entry for entry in map(str, pinned("requirements.lock")) if entry not in development] == []


def test_browser_packages_are_exact_and_their_lock_holds_no_address_of_a_registry() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    lock = json.loads((ROOT / "package-lock.json").read_text())
    asked = package["dependencies"] | package["devDependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.values())
    for name, version in asked.items():
        assert lock["packages"][f"node_modules/{name}"]["version"] == version
    for name, entry in lock["packages"].items():
        assert "resolved" not in entry
        assert not name or entry["integrity"].startswith("sha512-")


def test_the_image_runs_as_an_ordinary_user_and_reports_its_health() -> None:
    orders = dict(dockerfile())
    assert orders["USER"] not in ("root", "0")
    assert "/healthz" in orders["HEALTHCHECK"]
    assert "manage.py" in orders["CMD"]
    stages = [rest for name, rest in dockerfile() if name == "FROM"]
    assert len(stages) >= 2
    assert not any(stage.endswith(":latest") or ":" not in stage for stage in stages)


def test_the_image_copies_files_that_exist_and_that_the_builder_is_sent() -> None:
    ignored = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    sent = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    for source in copied():
        assert (ROOT / source).exists(), f"the Dockerfile copies {source}, which does not exist"
        assert source in sent, f".dockerignore keeps {source} from the builder"


def test_the_image_holds_every_package_of_the_project() -> None:
    include = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"]["include"]
    packages = [path.parent.name for path in ROOT.glob("*/__init__.py")]
    assert {name for name in packages if any(fnmatch.fnmatch(name, pattern) for pattern in include)} <= set(copied())


def test_the_composition_is_one_image_with_the_cluster_on_demand() -> None:
    services = compose()
    own = {name: service for name, service in services.items() if service.get("build")}
    assert {service["image"] for service in own.values()} == {"surveygo"}
    assert [name for name, service in services.items() if "cluster" not in service.get("profiles", [])] == ["surveygo"]
    for name in ("web", "runs", "short"):
        assert {"DATABASE_URL", "REDIS_URL"} <= set(own[name]["environment"])
        assert "migrate" in own[name]["depends_on"]


def test_published_ports_are_bound_to_this_machine_alone() -> None:
    ports = [port for service in compose().values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_ci_calls_the_test_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().splitlines()[-1].endswith(" test")
    assert "\n```\nmake test\n```\n" in (ROOT / "README.md").read_text()
    subprocess.run(["bash", "-n", script], check=True)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_in_the_documents_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)`", (ROOT / document).read_text()))
    assert named
    assert named <= targets


def test_help_lists_every_target_that_people_call() -> None:
    listing = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {f"make {name}" for name in ("setup", "run", "test", "lint", "bench", "lock")} <= {
        line.strip().split("  ")[0] for line in listing.splitlines()
    }


def test_links_of_the_documents_lead_somewhere() -> None:
    broken = []
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text()):
            if not re.match(r"[a-z]+:|#", target) and not (document.parent / target.partition("#")[0]).exists():
                broken.append(f"{Path(document).relative_to(ROOT)}: {target}")
    assert broken == []
