"""The project's outside: its locks, and the script that finds a Python on strange machines."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
OLD_PYTHON = '#!/bin/sh\ncase "$2" in *print*) echo 3.11;; *) exit 1;; esac\n'
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *print*) echo 3.13;; *ensurepip*) exit 1;; esac\n'
EMPTY_SHIM = '#!/bin/sh\necho "pyenv: $(basename "$0"): command not found" >&2\nexit 127\n'
GOOD_PYTHON = """#!/bin/sh
case "$*" in
    *print*) echo 3.13 ;;
    *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *"-m pip install"*) echo "$*" >>installed ;;
    -V) echo "Python 3.13.9" ;;
esac
"""


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_names_no_place(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = re.findall(
        r"^[a-z][^\n]*==(?:[^\n]*\\\n)(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE
    )

    assert len(requirements) == text.count("==") - text.count("== '")
    assert not re.search(r"https?:|file:|--index|--extra-index|--find-links|--trusted-host", text)


def test_every_requirement_that_is_named_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / LOCKS[1]).read_text(encoding="utf-8"), re.MULTILINE))

    assert {re.split(r"[\[<>=]", name)[0].lower() for name in named} <= locked


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine with the project and the usual small tools, but with no Python at all."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "venv.sh", tmp_path / "scripts")
    (tmp_path / "requirements.txt").write_text("django==6.1\n")
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "cat", "cmp", "cp", "dirname", "basename", "mkdir"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return tmp_path


def put(machine: Path, name: str, program: str) -> None:
    """Put a program on the machine."""
    path = machine / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(program)
    path.chmod(0o755)


def make_venv(machine: Path) -> subprocess.CompletedProcess[str]:
    """Run the script with nothing but that machine's programs."""
    environment = {"PATH": str(machine / "bin"), "HOME": str(machine)}
    script = machine / "scripts" / "venv.sh"
    return subprocess.run([script], env=environment, capture_output=True, text=True, check=False)


def installations(machine: Path) -> int:
    """Return how many times something was installed."""
    record = machine / "installed"
    return len(record.read_text().splitlines()) if record.exists() else 0


def test_a_machine_without_python_is_told_the_packages(machine: Path) -> None:
    done = make_venv(machine)

    assert done.returncode == 1
    assert "python3 is missing" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


def test_a_machine_with_an_old_python_is_told_which_it_has(machine: Path) -> None:
    put(machine, "bin/python3", OLD_PYTHON)

    done = make_venv(machine)

    assert done.returncode == 1
    assert "python3 is 3.11" in done.stderr


def test_a_python_without_venv_is_told_the_package(machine: Path) -> None:
    put(machine, "bin/python3", WITHOUT_VENV)

    done = make_venv(machine)

    assert done.returncode == 1
    assert "apt-get install python3.13-venv" in done.stderr


def test_a_shim_that_leads_nowhere_is_passed_over_for_pyenvs_own_python(machine: Path) -> None:
    put(machine, "bin/python3.13", EMPTY_SHIM)
    put(machine, "bin/python3", OLD_PYTHON)
    put(machine, ".pyenv/versions/3.12.7/bin/python3", GOOD_PYTHON)

    done = make_venv(machine)

    assert done.returncode == 0, done.stderr
    assert ".pyenv/versions/3.12.7/bin/python3" in done.stderr
    assert "--require-hashes" in (machine / "installed").read_text()


def test_nothing_is_installed_twice_until_the_lock_changes(machine: Path) -> None:
    put(machine, "bin/python3", GOOD_PYTHON)

    make_venv(machine)
    make_venv(machine)
    before = installations(machine)
    (machine / "requirements.txt").write_text("django==6.1.1\n")
    make_venv(machine)

    assert (before, installations(machine)) == (1, 2)


def test_no_script_needs_more_than_a_posix_shell(subtests: pytest.Subtests) -> None:
    for script in sorted((ROOT / "scripts").glob("*.sh")):
        with subtests.test(script.name):
            checked = subprocess.run(["sh", "-n", script], capture_output=True, text=True, check=False)
            assert checked.returncode == 0, checked.stderr


def test_what_people_start_is_executable() -> None:
    doors = [
        ROOT / "manage.py",
        ROOT / ".ci" / "run",
        ROOT / "scripts" / "venv.sh",
        ROOT / "scripts" / "test.sh",
    ]

    assert [door for door in doors if not os.access(door, os.X_OK)] == []
