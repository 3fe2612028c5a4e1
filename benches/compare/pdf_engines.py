"""The readers under comparison, behind one face: a version, a text, and the time that it takes.

Knows how each reader is started, not what its answers are measured by. Every reader gives each
document's whole text; none keeps anything between two readings.
"""

import json
import re
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PEERS_SCRIPT = Path(__file__).with_name("pdf_peers.py")


class EngineError(Exception):
    """A reader that does not work at all; one document that it cannot read is not an error."""


@dataclass(frozen=True)
class Reading:
    """What a reader made of a document: its text, or why there is none."""

    text: str
    failed: str | None = None

    @property
    def has_words(self) -> bool:
        """Whether anything was read."""
        return bool(self.text.split())


@dataclass(frozen=True)
class Timing:
    """The seconds of one reading of all files, and those of starting, which are not among them."""

    reading: float
    start_up: float = 0.0


class Engine(ABC):
    """A reader of PDFs."""

    def __init__(self, key: str, name: str) -> None:
        self.key = key
        """What it is called in JSON."""
        self.name = name
        """What it is called in tables."""

    @abstractmethod
    def version(self) -> str:
        """Its version."""

    @abstractmethod
    def read(self, file: Path) -> Reading:
        """Reads one document."""

    @abstractmethod
    def time(self, files: Sequence[Path], times: int) -> Timing:
        """Times so many readings of all files, and gives the mean of one."""

    def close(self) -> None:
        """Ends what it keeps running."""


class Moties(Engine):
    """The release binary of this project."""

    def __init__(self, binary: Path) -> None:
        super().__init__("moties", "moties")
        self.command = [str(binary), "extract", "--format", "text"]

    def version(self) -> str:
        return first_line([self.command[0], "--version"])

    def read(self, file: Path) -> Reading:
        return read_by_process([*self.command, str(file)])

    def time(self, files: Sequence[Path], times: int) -> Timing:
        """One process reads all files once, another once and then so many times more.

        The difference is reading alone: starting, with the workers that it may start, is in both.
        """
        once = seconds_of([*self.command, *map(str, files)])
        more = seconds_of([*self.command, *map(str, list(files) * (times + 1))])
        reading = (more - once) / times
        return Timing(reading, start_up=once - reading)


class Pdftotext(Engine):
    """Poppler's `pdftotext`, which takes a process a file."""

    def __init__(self, key: str, *options: str) -> None:
        super().__init__(key, " ".join(["pdftotext", *options]))
        self.command = ["pdftotext", "-enc", "UTF-8", *options]

    def version(self) -> str:
        return first_line(["pdftotext", "-v"])

    def read(self, file: Path) -> Reading:
        return read_by_process([*self.command, str(file), "-"])

    def time(self, files: Sequence[Path], times: int) -> Timing:
        """A process a file and time, less as many that only say their version."""
        readings = len(files) * times
        start = time.perf_counter()
        for _ in range(times):
            for file in files:
                run([*self.command, str(file), "-"], stdout=subprocess.DEVNULL)
        whole = time.perf_counter() - start
        start_up = sum(seconds_of(["pdftotext", "-v"]) for _ in range(readings)) / readings
        return Timing(whole / times - start_up * len(files), start_up)


class PythonPeer(Engine):
    """A Python package, in a process of its own that stays and times itself."""

    def __init__(self, key: str, name: str, python: Path) -> None:
        super().__init__(key, name)
        self.process = subprocess.Popen(
            [str(python), str(PEERS_SCRIPT), key],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def version(self) -> str:
        version: str = self.ask({"do": "version"})["version"]
        return version

    def read(self, file: Path) -> Reading:
        answer = self.ask({"do": "read", "file": str(file)})
        return Reading(answer.get("text", ""), answer.get("failed"))

    def time(self, files: Sequence[Path], times: int) -> Timing:
        request = {"do": "time", "files": list(map(str, files)), "times": times}
        return Timing(self.ask(request)["seconds"] / times)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Sends a request to the process and waits for its answer."""
        assert self.process.stdin and self.process.stdout, "both were opened as pipes"
        try:
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise EngineError(f"`{self.name}` ended while asked to {request['do']}; see above")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def all_engines(moties: Path, python: Path) -> list[Engine]:
    """The readers, `moties` first; Python packages are run by the given interpreter."""
    return [
        Moties(moties),
        Pdftotext("pdftotext-layout", "-layout"),
        Pdftotext("pdftotext"),
        PythonPeer("pdfium", "pdfium", python),
        PythonPeer("pymupdf", "PyMuPDF", python),
        PythonPeer("pymupdf-sorted", "PyMuPDF, sorted", python),
    ]


def run(command: list[str], stdout: int) -> subprocess.CompletedProcess[bytes]:
    """Runs a reader; what it says about a document is kept, not shown."""
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, check=False
        )
    except OSError as error:
        raise EngineError(f"`{command[0]}` cannot be run: {error.strerror}") from error


def read_by_process(command: list[str]) -> Reading:
    """The text that a reader prints; it has failed where it prints none and says so."""
    done = run(command, stdout=subprocess.PIPE)
    text = done.stdout.decode("utf-8", errors="replace")
    if done.returncode and not text.strip():
        said = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
        return Reading("", said[-1] if said else f"exit code {done.returncode}")
    return Reading(text)


def seconds_of(command: list[str]) -> float:
    """The seconds that a process takes; its output is thrown away."""
    start = time.perf_counter()
    run(command, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def first_line(command: list[str]) -> str:
    """The first line that a process says, on whichever stream."""
    done = run(command, stdout=subprocess.PIPE)
    return re.split(r"\n", (done.stdout or done.stderr).decode().strip())[0]
