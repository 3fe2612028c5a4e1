#!/usr/bin/env python3
"""Writes the PDF that its one argument names."""

import sys

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

LEFT, WIDTH = 30 * mm, 150 * mm
canvas = Canvas(sys.argv[1], pagesize=A4, invariant=1)
canvas.setTitle("Motie")
height = 270 * mm


def text(words, font="Helvetica", indent=0, after=4, sign=""):
    global height
    if sign:
        canvas.setFont(font, 10.5)
        canvas.drawString(LEFT + indent - 5 * mm, height, sign)
    for line in simpleSplit(words, font, 10.5, WIDTH - indent):
        canvas.setFont(font, 10.5)
        canvas.drawString(LEFT + indent, height, line)
        height -= 14
    height -= after


canvas.setFillGray(0.85)
canvas.rect(LEFT, 280 * mm, WIDTH, 4 * mm, stroke=0, fill=1)
canvas.setFillGray(0)
text("cd&v-congres, Leeuwzele, 19 november 2022", after=14)
text("Motie: Een opvoedpunt in elke gemeente", "Helvetica-Bold", after=14)
text("Het congres van cd&v, in zitting bijeen te Leeuwzele op 19 november 2022,")
text("Gelet op het decreet van 29 november 2013 houdende de organisatie van preventieve"
     " gezinsondersteuning;")
text("Overwegende dat één gezin op vijf in een kwetsbare positie verkeert;")
text("Overwegende dat ouders hun eerste vragen stellen aan wie zij kennen, en dat de afstand tot"
     " het dichtstbijzijnde opvoedpunt in landelijke gemeenten oploopt tot twintig kilometer;")
text("Gelet op de positieve ervaringen met mobiele opvoedpunten in de streek rond Zandbeke;",
     after=10)
text("Vraagt de Vlaamse ministers van de partij:", "Helvetica-Bold")
for words in (
    "tegen 2025 in elke gemeente een vast of mobiel opvoedpunt te voorzien;",
    "de middelen daarvoor te verdelen volgens het aantal geboorten in kansarme gezinnen;",
):
    text(words, indent=8 * mm, sign="\u2022")
text("Vraagt de lokale afdelingen met aandrang:", "Helvetica-Bold")
for words in (
    "dit punt op te nemen in hun programma voor de gemeenteraadsverkiezingen van 2024;",
    "vrijwilligers te werven in samenwerking met Femma en de Gezinsbond.",
):
    text(words, indent=8 * mm, sign="\u2022")
height -= 20
text("Ingediend door:", "Helvetica-Oblique")
text("Liesbet Vanwaeyenberghe, schepen van Zandbeke")
text("Dries De Smedt-Colpaert, afdeling Leeuwzele")
canvas.save()
