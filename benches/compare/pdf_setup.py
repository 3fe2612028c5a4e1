"""What the comparison stands on: the release binary, Debian's tools, an environment for Python.

Installs Python packages only into an environment of its own; says what else is missing, and how
it is installed.
"""

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = Path(__file__).with_name("requirements.txt")


class SetupError(Exception):
    """Something is missing, and how to get it."""


def check_debian() -> None:
    """Checks for what comes from Debian.

    Raises SetupError with the command that installs what is missing.
    """
    missing = []
    if not shutil.which("pdftotext"):
        missing.append("poppler-utils")
    if not importlib.util.find_spec("ensurepip"):
        missing.append("python3-venv")
    if missing:
        packages = " ".join(missing)
        raise SetupError(f"missing: {packages}; on Debian: sudo apt-get install {packages}")


def release_binary() -> Path:
    """Builds the release binary of this project, and says where it stands."""
    run(["cargo", "build", "--release", "--locked"], "building `moties` failed")
    described = run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"], "`cargo metadata` failed"
    )
    return Path(json.loads(described)["target_directory"]) / "release" / "moties"


def default_environment() -> Path:
    """Where the environment for Python packages stands: in the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "moties-compare" / f"python-{platform.python_version()}"


def python_with_peers(environment: Path) -> Path:
    """Makes an environment with the peers in it, unless it is there; gives its interpreter.

    The peers are installed without what they depend on: reading text needs none of it.
    """
    python = environment / "bin" / "python"
    installed = environment / REQUIREMENTS.name
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if python.exists() and installed.exists() and installed.read_text(encoding="utf-8") == wanted:
        return python
    run([sys.executable, "-m", "venv", "--clear", str(environment)], "making a venv failed")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps"]
    run([*pip, "--requirement", str(REQUIREMENTS)], "installing the peers from PyPI failed")
    installed.write_text(wanted, encoding="utf-8")
    return python


def pin_to_core(core: int | None) -> int:
    """Keeps this process and all that it starts on one core: by default the last it may use."""
    allowed = os.sched_getaffinity(0)
    chosen = max(allowed) if core is None else core
    if chosen not in allowed:
        raise SetupError(f"expected one of the cores {sorted(allowed)}, found {chosen}")
    os.sched_setaffinity(0, {chosen})
    return chosen


def machine() -> str:
    """The processor, the number of its cores, the system, and how busy it is."""
    system = f"{platform.system()} {platform.release()}"
    python = f"Python {platform.python_version()}"
    load = f"load {os.getloadavg()[0]:.1f} at the start"
    return f"{processor()}, {os.cpu_count()} cores, {system}, {python}, {load}"


def processor() -> str:
    """The name of the processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())


def commit() -> str:
    """The commit that stands checked out, and whether files differ from it."""
    described = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return run(described, "`git describe` failed").strip()


def run(command: list[str], otherwise: str) -> str:
    """Runs a command at the project's root; gives what it prints.

    Raises SetupError, with what the command said, where it fails or is not there.
    """
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise SetupError(f"{otherwise}: `{command[0]}` is not installed") from error
    if done.returncode:
        raise SetupError(f"{otherwise}:\n{done.stderr.strip()}")
    return done.stdout
