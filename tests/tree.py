"""The project's own files, for tests that read the source."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]  # top to bottom


@cache
def files() -> list[Path]:
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return sorted(path for path in paths if path.is_file())


def under(*folders: str, suffix: str = "") -> list[Path]:
    """The project's files in these top folders (none named: everywhere), with this ending."""
    return [
        path
        for path in files()
        if path.name.endswith(suffix) and (not folders or path.relative_to(ROOT).parts[0] in folders)
    ]


def modules(*folders: str) -> list[Path]:
    """Python that somebody wrote by hand: migrations are written by Django."""
    return [path for path in under(*folders, suffix=".py") if "migrations" not in path.parts]


@cache
def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path))


def imported_names(path: Path) -> Iterator[str]:
    """Dotted names a module imports, also those hidden inside functions."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))
