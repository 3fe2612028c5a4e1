#!/usr/bin/env python3
"""Makes scans of documents whose text is known, and measures how well `moties` reads them.

Each page is drawn by pdftoppm, spoilt as a scanner and a copier spoil it (turned a little, out of focus,
grainy, grey, compressed), and put into a PDF as a picture and nothing else. Every random number has a
seed, so that a run can be repeated to the pixel.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy
from PIL import Image, ImageFilter

from parts.pdf.measures import distance, normalise

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Kind:
    """What a scan is like."""

    dpi: int
    coding: str
    skew: float = 0.0
    """The largest turn, in degrees; the seed says how far and which way."""
    blur: float = 0.0
    noise: float = 0.0
    """Standard deviation of the grain, in grey levels of 256."""
    specks: float = 0.0
    """The share of pixels that are specks of dust."""
    fade: int = 0
    """How much lighter than black the ink is, in grey levels."""
    shade: int = 0
    """How much darker the paper becomes towards one side."""
    quality: int = 90
    """The quality of JPEG."""


KINDS = {
    "clean-dct": Kind(300, "dct"),
    "clean-flate": Kind(300, "flate"),
    "clean-ccitt": Kind(300, "ccitt"),
    "clean-jbig2": Kind(300, "jbig2"),
    "noisy-dct": Kind(300, "dct", skew=1, blur=1.0, noise=22, fade=50, shade=40, quality=50),
    "noisy-ccitt": Kind(300, "ccitt", skew=1, blur=0.9, noise=35, specks=2e-4),
    "faint-dct": Kind(300, "dct", skew=0.5, blur=1.4, noise=10, fade=110, shade=20, quality=70),
    "low-dct": Kind(200, "dct", skew=0.7, blur=0.6, noise=8, quality=70),
    "small-dct": Kind(150, "dct", skew=0.3, blur=0.3, quality=40),
    "low-ccitt": Kind(200, "ccitt", skew=0.7, blur=0.4, noise=10),
}


def pages(pdf: Path, dpi: int) -> list[Image.Image]:
    """Draws the pages of a PDF in grey."""
    told = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-gray", pdf], capture_output=True, check=True
    ).stdout
    drawn = []
    while told:
        header = told.split(b"\n", 3)[:3]
        width, height = (int(number) for number in header[1].split())
        start = sum(len(line) + 1 for line in header)
        end = start + width * height
        drawn.append(Image.frombytes("L", (width, height), told[start:end]))
        told = told[end:]
    return drawn


def spoil(page: Image.Image, kind: Kind, seed: str) -> Image.Image:
    """Makes a drawn page look like a scanned one."""
    chance = random.Random(seed)
    grain = numpy.random.default_rng(zlib.crc32(seed.encode()))
    if kind.skew:
        turn = chance.choice((-1, 1)) * chance.uniform(0.4, 1.0) * kind.skew
        page = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    if kind.blur:
        page = page.filter(ImageFilter.GaussianBlur(kind.blur))
    grey = numpy.asarray(page, dtype=numpy.float32)
    grey = kind.fade + grey * (255 - kind.fade) / 255
    grey = grey - numpy.linspace(0, kind.shade, grey.shape[1])[None, :]
    if kind.noise:
        grey = grey + grain.normal(0, kind.noise, grey.shape)
    if kind.specks:
        ink = grain.random(grey.shape) < kind.specks / 2
        for down, across in ((0, 0), (0, 1), (1, 0)):
            grey[numpy.roll(ink, (down, across), (0, 1))] = 0
        grey[grain.random(grey.shape) < kind.specks] = 255
    return Image.fromarray(numpy.clip(grey, 0, 255).astype(numpy.uint8))


def encoded(page: Image.Image, kind: Kind) -> tuple[str, bytes]:
    """Compresses a page: the entries of its image dictionary, and its data."""
    width, height = page.size
    black = page.point(lambda level: 255 if level > 127 else 0).convert("1")
    file = BytesIO()
    match kind.coding:
        case "dct":
            page.save(file, "JPEG", quality=kind.quality)
            return "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode", file.getvalue()
        case "flate":
            data = zlib.compress(page.tobytes())
            return "/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode", data
        case "ccitt":
            parms = f"/DecodeParms<</K -1/Columns {width}/Rows {height}/BlackIs1 false>>"
            entries = "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode" + parms
            return entries, group4(black)
        case "jbig2":
            entries = "/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode"
            return entries, jbig2(group4(black), width, height)
    raise ValueError(kind.coding)


def group4(page: Image.Image) -> bytes:
    """A black and white page as CCITT group 4 data."""
    file = BytesIO()
    page.save(file, "TIFF", compression="group4", tiffinfo={278: page.height, 262: 0})
    with Image.open(file) as tiff:
        (start,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]
    return file.getvalue()[start : start + length]


def jbig2(data: bytes, width: int, height: int) -> bytes:
    """Group 4 data as a JBIG2 page with one generic region (ITU-T T.88, 7.2 to 7.4)."""

    def word(number: int) -> bytes:
        return number.to_bytes(4, "big")

    def segment(number: int, kind: int, body: bytes) -> bytes:
        return word(number) + bytes([kind, 0, 1]) + word(len(body)) + body

    page = word(width) + word(height) + word(0) * 2 + bytes([0, 0, 0])
    region = word(width) + word(height) + word(0) * 2 + bytes([0]) + bytes([1]) + data
    return segment(0, 48, page) + segment(1, 38, region)


def pdf(images: list[tuple[Image.Image, str, bytes]], dpi: int) -> bytes:
    """A PDF with one picture a page."""
    objects = ["", ""]
    kids = []
    bodies: list[bytes] = []

    def add(entries: str, stream: bytes | None = None) -> int:
        body = entries.encode()
        if stream is not None:
            body = f"<<{entries}/Length {len(stream)}>>stream\n".encode() + stream + b"\nendstream"
        bodies.append(body)
        return len(bodies) + 2

    for page, entries, data in images:
        width, height = (side * 72 / dpi for side in page.size)
        image = add(
            f"/Type/XObject/Subtype/Image/Width {page.width}/Height {page.height}{entries}", data
        )
        content = add("", f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q".encode())
        kids.append(
            add(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]"
                f"/Resources<</XObject<</P {image} 0 R>>>>/Contents {content} 0 R>>"
            )
        )
    objects[0] = "<</Type/Catalog/Pages 2 0 R>>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{listed}]>>"
    file = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate([text.encode() for text in objects] + bodies, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(file)
    file += f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n".encode()
    file += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return file + (
        f"trailer\n<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
    )


def scanned(source: Path, name: str) -> bytes:
    """The scan of a PDF of one kind."""
    kind = KINDS[name]
    images = []
    for number, page in enumerate(pages(source, kind.dpi)):
        page = spoil(page, kind, f"{source.stem} {name} {number}")
        images.append((page, *encoded(page, kind)))
    return pdf(images, kind.dpi)


def words_of(text: str) -> str:
    """The text on one line, without the rows of dots that one writes on.

    >>> words_of("Jan  Bos\\n……………………, naam")
    'Jan Bos , naam'
    """
    return normalise(re.sub(r"[.…]{4,}|…{2,}", " ", text))


def told(records: list[dict]) -> list[dict]:
    """Of the records of a document, what the measures look at: the clauses of all its motions."""
    return [
        {
            "kind": clause["kind"],
            "heading": clause["heading"],
            "items": [items(item) for item in clause["items"]],
        }
        for record in records
        for clause in record["clauses"]
    ]


def items(item: dict) -> dict:
    """An item with those under it: its words, and the sign before it."""
    return {
        "text": item["text"],
        "marker": item["marker"],
        "items": [items(inner) for inner in item["items"]],
    }


def flat(clauses: list[dict]) -> list[tuple[str, str, str]]:
    """The headings and items of clauses in order: what each is, its sign, its words."""
    found = []

    def walk(item: dict, depth: int) -> None:
        found.append((f"item {depth}", item["marker"] or "", item["text"]))
        for inner in item["items"]:
            walk(inner, depth + 1)

    for clause in clauses:
        found.append((clause["kind"], "", clause["heading"]))
        for item in clause["items"]:
            walk(item, 1)
    return found


def shape(sign: str) -> str:
    """What a sign looks like: fonts draw a disc, square, ring or dash as large as they like.

    >>> [shape(sign) for sign in ("●", "o", "–", "1.")]
    ['•', '◦', '-', '1.']
    """
    for shapes in ("•●", "▪■", "◦○o", "-–—"):
        if sign and sign in shapes:
            return shapes[0]
    return sign


def clause_faults(true: list[dict], read: list[dict]) -> list[str]:
    """How the clauses of records are wrong; a few letters read wrong do not make an item wrong.

    Right is: the same openings and items in the same order, each item under its own opening, with
    a sign of its own shape, and with words of which at most 5 % of the letters are wrong.
    """
    expected, found = flat(told(true)), flat(told(read))
    if [what for what, _, _ in expected] != [what for what, _, _ in found]:
        return [f"expected {[w for w, _, _ in expected]}, found {[w for w, _, _ in found]}"]
    faults = []
    for (what, sign, words), (_, found_sign, found_words) in zip(expected, found, strict=True):
        if shape(sign) != shape(found_sign):
            faults.append(f"{what}: sign `{sign}` is `{found_sign}`: {words[:40]}")
        if distance(words, found_words) > max(2, 0.05 * len(words)):
            faults.append(f"{what}: `{words}` is `{found_words}`")
    return faults


def read(moties: Path, arguments: list, file: Path) -> tuple[str, float]:
    """What the program prints about a file, and the seconds that it took."""
    start = time.monotonic()
    ran = subprocess.run([moties, *arguments, file], capture_output=True, text=True, check=False)
    if ran.returncode:
        print(f"{file.name}: {ran.stderr.strip()}", file=sys.stderr)
    return ran.stdout, time.monotonic() - start


def measure(moties: Path, source: Path, name: str, folder: Path, show: bool) -> dict:
    """The figures of one document scanned in one way."""
    scan = folder / f"{source.stem}.{name}.pdf"
    if not scan.exists():
        scan.write_bytes(scanned(source, name))
    true_text = words_of(read(moties, ["extract", "--format", "text"], source)[0])
    text, seconds = read(moties, ["extract", "--format", "text"], scan)
    text = words_of(text)
    errors = distance(true_text, text)
    printed, _ = read(moties, ["extract", "--format", "ndjson"], scan)
    records = [json.loads(line) for line in printed.splitlines()]
    truth = json.loads(source.with_suffix(".json").read_text())
    truth = truth if isinstance(truth, list) else [truth]
    if not records:
        faults = ["not read"]
    elif all("clauses" in motion for motion in truth):
        faults = clause_faults(truth, records)
    else:
        faults = []  # a paper that is no motion: its truth tells no clauses
    if show:
        for fault in faults:
            print(f"    {scan.name}: {fault}", file=sys.stderr)
    return {
        "document": source.stem,
        "kind": name,
        "characters": len(true_text),
        "errors": errors,
        "faults": faults,
        "seconds": seconds,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdfs", nargs="*", type=Path, help="PDFs with text, each with x.json")
    parser.add_argument("--moties", type=Path, default=ROOT / "target/release/moties")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only scans of this kind")
    parser.add_argument("--scans", type=Path, default=Path("scans"), help="folder for the scans")
    parser.add_argument("--make", choices=KINDS, help="only make the scan x-gescand.pdf of x.pdf")
    parser.add_argument("--jobs", type=int, default=1, help="documents at one time")
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    parser.add_argument("--json", type=Path, help="keep every figure")
    arguments = parser.parse_args()
    if arguments.make:
        for source in arguments.pdfs:
            made = source.with_name(f"{source.stem}-gescand.pdf")
            made.write_bytes(scanned(source, arguments.make))
            print(made)
        return
    sources = arguments.pdfs or sorted(
        path
        for path in (ROOT / "corpus").glob("*/*.pdf")
        if path.parent.name != "broken" and not path.stem.endswith("-gescand")
    )
    arguments.scans.mkdir(parents=True, exist_ok=True)
    print("| scan | documents | character error % | worst % | clauses right | s a document |")
    print("| --- | --- | --- | --- | --- | --- |")
    every = []
    for name in arguments.kind or KINDS:
        with ThreadPoolExecutor(arguments.jobs) as pool:
            figures = list(
                pool.map(
                    lambda source: measure(
                        arguments.moties, source, name, arguments.scans, arguments.show
                    ),
                    sources,
                )
            )
        every += figures
        share = [100 * figure["errors"] / figure["characters"] for figure in figures]
        total = sum(f["errors"] for f in figures) / sum(f["characters"] for f in figures)
        right = sum(not figure["faults"] for figure in figures)
        mean = sum(figure["seconds"] for figure in figures) / len(figures)
        print(
            f"| {name} | {len(figures)} | {100 * total:.2f} | {max(share):.2f} "
            f"| {right} of {len(figures)} | {mean:.1f} |",
            flush=True,
        )
    if arguments.json:
        arguments.json.write_text(json.dumps(every, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
