"""Machine: what the figures were measured on and with, and which tools are there."""

import os
import platform
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

SERVER_CORE, LOAD_CORE = 0, 1
CHROMIUM, CHROMIUM_NAMES = "chromium", ("chromium", "chromium-browser", "google-chrome")
# Debian keeps it where only root's path leads.
MORE_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/sbin")


@dataclass(frozen=True)
class Tools:
    """The programs that are there, by name; nothing is ever installed."""

    paths: dict[str, str]
    cores: int

    @classmethod
    def found(cls) -> "Tools":
        """Look for them."""
        folders = os.pathsep.join([os.environ.get("PATH", ""), *MORE_FOLDERS])
        there = {name: shutil.which(name, path=folders) for name in ("nginx", "wrk", "taskset")}
        names = (shutil.which(name, path=folders) for name in CHROMIUM_NAMES)
        there[CHROMIUM] = next(filter(None, names), None)
        cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
        if not {SERVER_CORE, LOAD_CORE} <= set(cores):
            there["taskset"] = None
        return cls({name: path for name, path in there.items() if path}, len(cores))

    def lacking(self, needed: tuple[str, ...]) -> list[str]:
        """Return which of these are not there."""
        return [name for name in needed if name not in self.paths]

    def on(self, core: int) -> list[str]:
        """Return the words before a command that keep it on one core."""
        return [self.paths["taskset"], "-c", str(core)] if "taskset" in self.paths else []


def keep_to(tools: Tools, *cores: int) -> None:
    """Stay on these cores from now on, with all that is started from here and does not say otherwise."""
    if "taskset" in tools.paths:
        os.sched_setaffinity(0, set(cores))


@contextmanager
def staying_on(tools: Tools, *cores: int) -> Iterator[None]:
    """Stay on these cores for a while, then again on the one for loads."""
    keep_to(tools, *cores)
    try:
        yield
    finally:
        keep_to(tools, LOAD_CORE)


def machine() -> dict[str, str | int]:
    """Describe the machine."""
    return {
        "processor": _first(r"model name\s*:\s*(.+)", "/proc/cpuinfo") or platform.processor(),
        "cores": os.cpu_count() or 1,
        "memory_mb": int(_first(r"MemTotal:\s*(\d+)", "/proc/meminfo") or 0) // 1024,
        "kernel": f"{platform.system()} {platform.release()}",
    }


def versions(tools: Tools) -> dict[str, str]:
    """Return the versions of all that has a part in the figures; what is not there is left out."""
    told = {
        "python": platform.python_version(),
        "django": version("django"),
        "granian": version("granian"),
        "sqlite": sqlite3.sqlite_version,
        "nginx": _told([tools.paths["nginx"], "-v"]) if "nginx" in tools.paths else "",
        "wrk": _told([tools.paths["wrk"], "-v"]) if "wrk" in tools.paths else "",
        CHROMIUM: _told([tools.paths[CHROMIUM], "--version"]) if CHROMIUM in tools.paths else "",
    }
    return {name: found for name, found in told.items() if found}


def _first(pattern: str, path: str) -> str:
    try:
        found = re.search(pattern, Path(path).read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
    return found[1].strip() if found else ""


def _told(command: list[str]) -> str:
    """Return the first number with dots that a program says of itself."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)+", done.stdout + done.stderr)
    return found[0] if found else ""
