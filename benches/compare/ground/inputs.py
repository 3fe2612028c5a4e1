"""The files that are measured on: those of a folder, and copies of them that are other documents."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from ground.install import SetupError

LEFT_OUT = {"broken"}
"""Folders whose files fail on purpose."""


def files(folder: Path, *suffixes: str) -> list[Path]:
    """The documents of a folder and those below it; scans, whose time tesseract takes, left out.

    Raises SetupError where there is none.
    """
    found = [
        path
        for path in sorted(folder.resolve().rglob("*"))
        if path.suffix in suffixes
        and not LEFT_OUT.intersection(path.relative_to(folder.resolve()).parts)
        and not path.stem.endswith("-gescand")
        and path.is_file()
    ]
    if not found:
        kinds = " or ".join(suffixes)
        raise SetupError(f"expected documents ({kinds}) in `{folder}`, found none")
    return found


def copies(documents: Sequence[Path], times: int, into: Path) -> list[Path]:
    """Copies documents into a new folder so many times; all but the first get a number at the end,
    so that they are other bytes and so other documents.
    """
    made = []
    into.mkdir(parents=True)
    for number in range(times):
        for at, document in enumerate(documents):
            copy = into / f"{number}-{at}{document.suffix}"
            shutil.copyfile(document, copy)
            if number:
                with copy.open("ab") as file:
                    file.write(f"\n{number}".encode())
            made.append(copy)
    return made


def size(path: Path) -> int:
    """The bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
