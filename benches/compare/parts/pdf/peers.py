"""Reads PDFs with a Python package, as a child of `pdf.py`, inside the environment made for it.

`peers.py PEER` answers each line of JSON on standard input with one on standard output:

    {"do": "version"}                         {"version": "pdfium 1.0 (pypdfium2 1.0)"}
    {"do": "read", "file": "a.pdf"}           {"text": "…"}    or {"failed": "why"}
    {"do": "time", "files": […], "times": 3}  {"seconds": 0.1} for three readings of all files
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Reader = Callable[[str], str]


def pdfium() -> tuple[str, Reader]:
    """The version and the reader of pdfium."""
    import pypdfium2
    from pypdfium2 import version

    def read(file: str) -> str:
        document = pypdfium2.PdfDocument(file)
        try:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()

    return f"pdfium {version.PDFIUM_INFO} (pypdfium2 {version.PYPDFIUM_INFO})", read


def pymupdf(is_sorted: bool) -> tuple[str, Reader]:
    """The version and the reader of PyMuPDF, in the file's order or sorted by place."""
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)

    def read(file: str) -> str:
        with pymupdf.open(file, filetype="pdf") as document:
            return "\n".join(page.get_text("text", sort=is_sorted) for page in document)

    return f"PyMuPDF {pymupdf.VersionBind}", read


PEERS: dict[str, Callable[[], tuple[str, Reader]]] = {
    "pdfium": pdfium,
    "pymupdf": lambda: pymupdf(is_sorted=False),
    "pymupdf-sorted": lambda: pymupdf(is_sorted=True),
}


def answer(request: dict[str, Any], version: str, read: Reader) -> dict[str, Any]:
    """Does what a request asks for."""
    match request["do"]:
        case "version":
            return {"version": version}
        case "read":
            return read_one(request["file"], read)
        case "time":
            return {"seconds": time_all(request["files"], request["times"], read)}
        case other:
            raise ValueError(f"expected `version`, `read` or `time`, found `{other}`")


def read_one(file: str, read: Reader) -> dict[str, str]:
    """Reads a file; whatever a package raises on a damaged one is an answer too."""
    try:
        return {"text": read(file)}
    except Exception as error:  # each package raises its own
        return {"failed": str(error) or type(error).__name__}


def time_all(files: list[str], times: int, read: Reader) -> float:
    """The processor's seconds that so many readings of all files take."""
    start = time.process_time()
    for _ in range(times):
        for file in files:
            read(file)
    return time.process_time() - start


def main() -> None:
    """Answers until standard input ends."""
    version, read = PEERS[sys.argv[1]]()
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), version, read)), flush=True)


if __name__ == "__main__":
    main()
