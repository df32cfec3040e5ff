"""What is committed: no registry's address, no machine's path, no lock without hashes."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [ROOT / "requirements" / name for name in ("run.txt", "dev.txt")]

# A group in the middle of each, so that this file does not hold what it looks for.
REGISTRY = re.compile(
    r"""resolved"\s*:\s*"(?:http)|index(?:-)url|//(?:www\.)?(?:pypi)\b|files\.(?:python)hosted"""
    r"""|registry\.(?:npm)js"""
)
# A folder that only one machine has. What stands before it must not make it part of something
# else: a web address, a relative path, a home that is named by a variable.
MACHINE = re.compile(r"(?<![\w.~})*-])/(?:work|root|home)/")


def committed() -> list[Path]:
    """Files that are tracked, or that `git add` would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return [path for path in paths if path.is_file()]


def occurrences(pattern: re.Pattern[str], path: Path) -> list[str]:
    """Each line of a file that matches, with its place."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for number, line in enumerate(lines, start=1)
        if pattern.search(line)
    ]


def requirements(lock: Path) -> dict[str, list[str]]:
    """Each entry of a lock (``name==version``, perhaps with a marker) and its hashes."""
    entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return {
        (words := entry.split("--hash="))[0].strip(): [word.strip() for word in words[1:]]
        for entry in entries
        if entry.strip() and not entry.startswith("#")
    }


def locked_names(lock: Path) -> set[str]:
    """Names that a lock pins."""
    return {plain(entry) for entry in requirements(lock)}


def plain(requirement: str) -> str:
    """The name in a requirement, the way that indexes compare names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement.strip())[0]).lower()


@pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None, reason="not a git checkout"
)
@pytest.mark.parametrize("pattern", [REGISTRY, MACHINE], ids=["registry", "machine"])
def test_no_committed_file_names_a_place_of_one_machine(pattern: re.Pattern[str]) -> None:
    found = [line for path in committed() for line in occurrences(pattern, path)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "is_place"),
    [
        ("/{}/main/src", True),
        ("see (/{}/x)", True),
        ("file=/{}/x", True),
        ("https://example.org/{}/paper", False),
        ("docs/{}/page.md", False),
        ("~/{}/cases", False),
        ("${{DIR}}/{}/cases", False),
    ],
)
@pytest.mark.parametrize("folder", ["work", "root", "home"])
def test_a_machine_path_is_told_from_an_address(text: str, is_place: bool, folder: str) -> None:
    assert bool(MACHINE.search(text.format(folder))) is is_place


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_entry_of_a_lock_has_one_version_and_hashes(lock: Path) -> None:
    entries = requirements(lock)
    assert entries
    loose = [entry for entry in entries if not re.match(r"[\w.-]+==[\w.!+-]+( ; .+)?$", entry)]
    bare = [
        entry
        for entry, hashes in entries.items()
        if not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in hashes)
    ]
    assert not loose
    assert not bare


def test_locks_cover_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    run, dev = (locked_names(lock) for lock in LOCKS)
    assert {plain(entry) for entry in project["dependencies"]} <= run
    assert {plain(entry) for entry in extras["dev"]} - {project["name"]} <= dev
    assert run <= dev
