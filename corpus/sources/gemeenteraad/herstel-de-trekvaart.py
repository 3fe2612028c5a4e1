#!/usr/bin/env python3
"""Writes the PDF that its one argument names."""

import sys

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=12, leading=21, spaceAfter=7)
HEAD = ParagraphStyle("head", BODY, fontName="Times-Bold", spaceBefore=6, spaceAfter=2)
ITEM = ParagraphStyle("item", BODY, leftIndent=18, bulletIndent=4, spaceAfter=4)
TITLE = ParagraphStyle("title", BODY, fontName="Times-Bold", fontSize=15, leading=19)


def furniture(canvas, document):
    canvas.setFont("Helvetica", 8)
    canvas.drawString(25 * mm, 285 * mm, "Raad gemeente Oldenhave")
    canvas.line(25 * mm, 283 * mm, 185 * mm, 283 * mm)
    canvas.drawRightString(185 * mm, 12 * mm, f"Pagina {document.page}")


story = [
    Paragraph("MOTIE", TITLE),
    Paragraph("Zaaknummer: 2023-061877", BODY),
    Paragraph("Herstel de trekvaart, maar dan ook helemaal", TITLE),
    Paragraph(
        "Ondergetekenden, leden van de raad van de gemeente Oldenhave, dienen in de vergadering"
        " van maandag 3 juli 2023 de volgende motie in:",
        BODY,
    ),
    Paragraph("De raad van de gemeente Oldenhave,", BODY),
]


def clause(heading, items):
    story.append(Paragraph(heading, HEAD))
    story.extend(Paragraph(text, ITEM, bulletText="\u2022") for text in items)


clause(
    "KENNISGENOMEN HEBBENDE VAN:",
    [
        "het rapport \u201cVaren tot aan de poort\u201d van de Stichting Oldenhaver Trekvaart;",
        "de brief van het college van 30 mei 2023 over de kosten van het tracé Noord;",
    ],
)
clause(
    "STELT VAST DAT:",
    [
        "de trekvaart over 2,4 kilometer weer water voert, maar bij de Hamelweg ophoudt in een"
        " duiker;",
        "de laatste driehonderd meter tot de stadspoort volgens de stichting met een bijdrage van"
        " derden van \u20ac 640.000 kunnen worden hersteld;",
        "het college desondanks voorstelt het tracé Noord te schrappen, omdat de parkeerplaats"
        " aan de Hamelweg daarvoor moet wijken;",
    ],
)
clause(
    "IS VAN OORDEEL DAT:",
    [
        "een vaart zonder einde een sloot is. Wie A zegt, moet ook B zeggen;",
        "zestien parkeerplaatsen kunnen worden vervangen, maar een stadspoort aan het water niet;",
    ],
)
clause(
    "DRAAGT HET COLLEGE OP OM:",
    [
        "het tracé Noord weer in het uitvoeringsplan op te nemen en de aanbesteding van de"
        " tracés Midden en Noord samen te voegen, zodat de stichting haar subsidieaanvraag bij"
        " de provincie niet hoeft in te trekken en de werkzaamheden aan de kade in een keer"
        " kunnen worden uitgevoerd;",
        "voor de parkeerplaatsen een vervangende plek te zoeken binnen tweehonderd meter;",
        "de raad in november een voorstel voor te leggen waarin de dekking is opgenomen;",
    ],
)
clause("NODIGT DE STICHTING UIT OM:", ["de raad in het najaar rond te varen;"])
story += [
    Paragraph("EN GAAT OVER TOT DE ORDE VAN DE DAG.", HEAD),
    Spacer(1, 8 * mm),
    Table(
        [
            ["Ilja Bergsma-Stol", "Heleen Uitdewilligen", "Rob van der Ploegh"],
            ["CDA", "Oldenhave Lokaal", "GroenLinks"],
            ["", "", ""],
            ["Teun Sikkes", "Gerda ten Kate-Mulder", ""],
            ["ChristenUnie", "VVD", ""],
        ],
        colWidths=[53 * mm] * 3,
        style=[("FONT", (0, 0), (-1, -1), "Times-Roman", 12), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
        hAlign="LEFT",
    ),
]
SimpleDocTemplate(
    sys.argv[1],
    pagesize=A4,
    leftMargin=25 * mm,
    rightMargin=25 * mm,
    topMargin=24 * mm,
    bottomMargin=24 * mm,
    title="Motie",
    invariant=1,
).build(story, onFirstPage=furniture, onLaterPages=furniture)
