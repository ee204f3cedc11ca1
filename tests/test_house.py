"""The house keeps its order: the border of the pipeline, the size of modules, nothing of one machine in any file."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import ROOT

WEB = {"asgiref", "channels", "channels_redis", "daphne", "django", "django_htmx", "django_q", "surveygo", "whitenoise"}
MODEL_CLIENTS = {"openai", "google"}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 40
# Spelled in two halves, so that this file does not name them itself.
REGISTRY_HOSTS = tuple("".join(halves) for halves in (
    ("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".org"), ("npmjs", ".com"), ("yarnpkg", ".com"),
    ("crates", ".io"), ("proxy.golang", ".org"), ("registry-1.docker", ".io"), ("ghcr", ".io"), ("quay", ".io"),
))  # fmt: skip
TESTS = sorted((ROOT / "tests").rglob("*.py"))
BROWSER_SOURCES = sorted(path for path in (ROOT / "static" / "src").rglob("*") if path.suffix in (".js", ".css"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def sources(*folders: str) -> list[Path]:
    """The modules in those folders, by default in all; migrations are written by Django."""
    paths = (path for folder in folders or ("pipeline", "surveygo", "bench") for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in paths if "migrations" not in path.parts)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def top_level(modules: Iterable[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def shown(offences: Mapping[Path, Collection[str]]) -> dict[str, list[str]]:
    """Those files that have any, by name."""
    return {name_of(path): sorted(names) for path, names in offences.items() if names}


def kept_files() -> list[Path]:
    """The files under version control; the test is skipped outside of a checkout."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"This is not a git checkout: {error}")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def imports_of(tree: ast.AST) -> Iterator[tuple[str, list[str]]]:
    """Each imported module with the names taken from it (none for `import module`)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield node.module or "", [alias.name for alias in node.names]


def imports_when_loaded(tree: ast.AST) -> Iterator[str]:
    """The modules that loading this one loads: all its imports but those in functions and under TYPE_CHECKING."""
    waiting = list(ast.iter_child_nodes(tree))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (module for module, _ in imports_of(ast.Module([node], [])))
        elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            waiting.extend(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting.extend(ast.iter_child_nodes(node))


def listed(module: str) -> set[str]:
    """What the `__all__` of a module lists."""
    return set(getattr(import_module(module), "__all__", ()))


def public_names() -> set[str]:
    """What `__all__` of the pipeline and of its packages lists."""
    folders = (path.parent.relative_to(ROOT) for path in (ROOT / "pipeline").rglob("__init__.py"))
    return set().union(*(listed(".".join(folder.parts)) for folder in folders))


def functions_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each function's name and lines, its signature and docstring not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body:
                yield node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_the_pipeline_knows_no_web() -> None:
    used = {path: top_level(module for module, _ in imports_of(parsed(path))) & WEB for path in sources("pipeline")}
    assert shown(used) == {}


def test_clients_of_language_models_are_loaded_where_they_are_used() -> None:
    used = {path: top_level(imports_when_loaded(parsed(path))) & MODEL_CLIENTS for path in sources()}
    assert shown(used) == {}


def test_the_application_uses_public_names_of_the_pipeline_only() -> None:
    public = public_names()
    private: dict[Path, set[str]] = {}
    for path in sources("surveygo"):
        for module, names in imports_of(parsed(path)):
            if module.partition(".")[0] == "pipeline":
                private.setdefault(path, set()).update(set(names) - public - listed(module) if names else {module})
    assert shown(private) == {}


def test_no_module_is_too_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in [*sources(), *TESTS, *BROWSER_SOURCES]}
    assert {name_of(path): lines for path, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_no_function_is_too_long() -> None:
    lengths = {(name_of(path), name): lines for path in sources() for name, lines in functions_of(parsed(path))}
    assert {function: lines for function, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_no_file_names_a_package_registry() -> None:
    hosts = re.compile("|".join(map(re.escape, REGISTRY_HOSTS)).encode())
    assert [name_of(path) for path in kept_files() if hosts.search(path.read_bytes())] == []


def test_no_file_holds_a_path_of_this_machine() -> None:
    here = str(ROOT).encode()
    assert [name_of(path) for path in kept_files() if here in path.read_bytes()] == []


def test_nothing_that_is_built_is_kept() -> None:
    built = ("static/dist/", "node_modules/", "var/", ".venv/")
    assert [name for name in map(name_of, kept_files()) if name.startswith(built)] == []
