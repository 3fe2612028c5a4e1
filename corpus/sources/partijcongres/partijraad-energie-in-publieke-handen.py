#!/usr/bin/env python3
"""Writes the PDF that its one argument names."""

import sys
from datetime import datetime, timezone

from fpdf import FPDF

FONT = "/usr/share/fonts/truetype/liberation/LiberationSansNarrow-{}.ttf"


class Page(FPDF):
    def header(self):
        self.set_font("Narrow", "B", 20)
        self.set_text_color(200, 0, 0)
        self.cell(0, 10, "SP", new_x="LMARGIN", new_y="NEXT")
        self.set_text_color(0)
        self.set_font("Narrow", "", 9)
        self.cell(0, 5, "Partijraad 14 oktober 2023 | Groenhorn", new_x="LMARGIN", new_y="NEXT")
        self.ln(4)


page = Page()
page.set_creation_date(datetime(2023, 10, 16, tzinfo=timezone.utc))
page.add_font("Narrow", "", FONT.format("Regular"))
page.add_font("Narrow", "B", FONT.format("Bold"))
page.set_margins(24, 18)
page.add_page()


def text(words, style="", size=11.5, after=2.0):
    page.set_font("Narrow", style, size)
    page.multi_cell(0, 5.6, words, new_x="LMARGIN", new_y="NEXT")
    page.ln(after)


def items(*rows):
    page.set_font("Narrow", "", 11.5)
    for row in rows:
        page.cell(7, 5.6, ">>")
        page.multi_cell(0, 5.6, row, new_x="LMARGIN", new_y="NEXT")
    page.ln(3)


text("MOTIE PR-3", "B", 15)
text("Energie in publieke handen", "B", 15, 4)
text("De partijraad van de SP, in vergadering bijeen op 14 oktober 2023,", after=4)
text("constaterende:", "B", after=0)
items(
    "dat vier van de vijf energieleveranciers in Nederland in buitenlandse handen zijn;",
    "dat de grootste drie over 2022 samen 3,1 miljard euro winst uitkeerden;",
    "dat in hetzelfde jaar 602.000 huishoudens hun rekening niet konden betalen;",
)
text("bevestigende:", "B", after=0)
items("dat energie een basisbehoefte is en geen handelswaar;")
text("spreekt uit:", "B", after=0)
items(
    "dat productie, net en levering van stroom en warmte in publieke handen horen;",
    "dat een gemeente die een warmtenet aanlegt, daarvan ook de meerderheid bezit;",
)
text("draagt het partijbestuur en de Kamerfracties op:", "B", after=0)
items(
    "dit voorstel uit te werken in een nota die begin 2024 aan de afdelingen wordt voorgelegd;",
    "tot die tijd tegen elke verkoop van warmtenetten aan beleggers te stemmen.",
)
text("En gaat over tot de orde van de dag.", after=8)
text("Namens de afdelingen,", after=2)
page.set_font("Narrow", "", 11.5)
for left, right in (
    ("Gonnie Verhulsdonk", "Rik Akkermannetje"),
    ("afdeling Groenhorn", "afdeling Drechterwaard"),
):
    page.cell(70, 5.6, left)
    page.cell(70, 5.6, right, new_x="LMARGIN", new_y="NEXT")
page.ln(10)
page.set_font("Narrow", "B", 11.5)
for row in (("Voor", "Tegen", "Onthouden", "Uitslag"), ("187", "21", "6", "AANGENOMEN")):
    for value in row:
        page.cell(32, 8, value, border=1, align="C")
    page.ln()
page.output(sys.argv[1])
