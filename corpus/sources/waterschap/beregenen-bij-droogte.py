"""Sets beregenen-bij-droogte.pdf with ReportLab."""

import sys

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Spacer, Table

GROEN = HexColor("#2d6a2d")
tekst = ParagraphStyle("tekst", fontName="Helvetica", fontSize=11.5, leading=17, alignment=TA_JUSTIFY, allowWidows=1, allowOrphans=1)
kop = ParagraphStyle("kop", tekst, fontName="Helvetica-Bold", spaceBefore=9, spaceAfter=3, keepWithNext=1)
titel = ParagraphStyle("titel", tekst, fontName="Helvetica-Bold", fontSize=16, leading=20, alignment=0, spaceAfter=8)


def blad(doek, document):
    doek.setFillColor(GROEN)
    doek.rect(20 * mm, 279 * mm, 12 * mm, 4 * mm, stroke=0, fill=1)
    doek.circle(36 * mm, 281 * mm, 2 * mm, stroke=0, fill=1)
    doek.setFont("Helvetica", 9)
    doek.drawString(42 * mm, 279.5 * mm, "Waterschap Heideland en Kempen")
    doek.drawRightString(190 * mm, 279.5 * mm, "algemeen bestuur")
    doek.setFillColor(HexColor("#000000"))
    doek.drawCentredString(105 * mm, 12 * mm, f"- {document.page} -")


def lijst(*punten):
    return ListFlowable(
        [ListItem(Paragraph(punt, tekst), spaceAfter=3) for punt in punten],
        bulletType="1",
        bulletFormat="%s)",
        bulletFontName="Helvetica",
        bulletFontSize=11.5,
        leftIndent=20,
    )


inhoud = [
    Table([["Motie", "M 6"]], colWidths=[85 * mm, 85 * mm], style=[("ALIGN", (1, 0), (1, 0), "RIGHT"), ("LINEBELOW", (0, 0), (-1, -1), 0.7, GROEN), ("FONTSIZE", (0, 0), (-1, -1), 12)]),
    Spacer(1, 6 * mm),
    Paragraph("Beregenen met beleid, ook in een droge zomer", titel),
    Paragraph("Het algemeen bestuur van Waterschap Heideland en Kempen, in vergadering bijeen op 2 juli 2025 en sprekende over de actualisatie van het onttrekkingsbeleid grondwater,", tekst),
    Paragraph("gehoord de discussie,", tekst),
    Paragraph("Stelt vast dat:", kop),
    lijst(
        "het neerslagtekort op 1 juli al 190 millimeter bedroeg, meer dan in het recordjaar 1976;",
        "het beregeningsverbod voor grasland van 12 juni met een aankondiging van minder dan twaalf uur in werking is getreden;",
        "voor kapitaalintensieve teelten een uitzondering geldt die in elk district anders wordt uitgelegd;",
    ),
    Paragraph("Erkent dat:", kop),
    lijst(
        "de natte natuur in de beekdalen bij aanhoudende droogte onherstelbare schade oploopt en dat een verbod daarom niet altijd te vermijden is;",
        "ook de drinkwatervoorziening van ruim 400.000 mensen uit hetzelfde grondwaterpakket put;",
    ),
    Paragraph("Is van mening dat:", kop),
    lijst(
        "een ondernemer moet kunnen weten waar hij aan toe is voordat hij zaait of poot;",
        "wie zelf water vasthoudt met stuwtjes of peilgestuurde drainage daarvoor in tijden van schaarste iets terug mag zien. Dat loont en het is eerlijk;",
        "regels die niet te controleren zijn, geen regels moeten heten;",
    ),
    Paragraph("Verzoekt het dagelijks bestuur:", kop),
    lijst(
        "een verbod voortaan ten minste drie dagen van tevoren aan te kondigen, per brief aan de vergunninghouders, op de website en in de app;",
        "met de landbouworganisaties, de natuurbeheerders en het drinkwaterbedrijf vóór het groeiseizoen van 2026 één trap van maatregelen af te spreken, waarin per fase staat welke teelt bij welke grondwaterstand nog mag beregenen en wie dat vaststelt;",
        "te onderzoeken of vergunninghouders die aantoonbaar water vasthouden een langere uitlooptijd kunnen krijgen;",
        "het algemeen bestuur hierover in december een voorstel te doen.",
    ),
    Spacer(1, 4 * mm),
    Paragraph("En gaat over tot de orde van de dag.", tekst),
    Spacer(1, 14 * mm),
    Table(
        [
            ["Leo Oosterbaan", "Truus Siepermann-Ek", "Frans-Jozef Kleinjan", "Bram Uitdehaag"],
            ["BBB", "Ongebouwd", "CDA", "SGP"],
        ],
        colWidths=[42.5 * mm] * 4,
        style=[("FONTSIZE", (0, 0), (-1, -1), 9.5), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    ),
    Spacer(1, 10 * mm),
    Paragraph("Aldus aangenomen in de openbare vergadering van het algemeen bestuur van 2 juli 2025, met 17 stemmen voor en 10 stemmen tegen.", tekst),
]
SimpleDocTemplate(sys.argv[1], pagesize=A4, title="Motie", invariant=1, topMargin=26 * mm, bottomMargin=22 * mm, leftMargin=20 * mm, rightMargin=20 * mm).build(inhoud, onFirstPage=blad, onLaterPages=blad)
