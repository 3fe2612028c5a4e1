"""Makes wolvenschade-snel-vergoed.pdf (reportlab); the first argument is where."""

import sys

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

c = Canvas(sys.argv[1], pagesize=A4, invariant=1)
c.setTitle("Motie Wolvenschade snel vergoed")
WIDTH, HEIGHT = A4
y = HEIGHT - 60


def line(text, x=60, font="Helvetica", size=10, step=14.5):
    """One line of text, and down."""
    global y
    c.setFont(font, size)
    c.drawString(x, y, text)
    y -= step


def item(first, *others):
    """A bullet and its lines."""
    c.setFont("Helvetica", 10)
    c.drawString(64, y, "\u2022")
    for text in (first, *others):
        line(text, x=80)


def head(text):
    """A heading."""
    global y
    y -= 7
    line(text, font="Helvetica-Bold")


c.setFillGray(0.85)
c.rect(60, HEIGHT - 118, WIDTH - 120, 42, stroke=0, fill=1)
c.setFillGray(0)
line("PROVINCIALE STATEN VAN HEIDEMARK", size=8, step=30)
line("Motie vreemd aan de orde van de dag: Wolvenschade snel vergoed", x=70, font="Helvetica-Bold", size=13, step=46)
c.setFont("Helvetica", 9)
c.drawRightString(WIDTH - 60, HEIGHT - 60, "Stuknr. PS-2025/611")
c.saveState()
c.translate(WIDTH - 190, HEIGHT - 178)
c.rotate(9)
c.setStrokeColorRGB(0.8, 0, 0)
c.setFillColorRGB(0.8, 0, 0)
c.setLineWidth(1.6)
c.roundRect(0, 0, 118, 28, 5, fill=0)
c.setFont("Helvetica-Bold", 15)
c.drawCentredString(59, 9, "INGETROKKEN")
c.restoreState()

line("Provinciale Staten van Heidemark, in vergadering bijeen")
line("op maandag 6 oktober 2025,", step=22)
line("Gehoord de beraadslagingen;")
head("Overwegende,")
item("dat in Heidemark dit jaar 214 schapen en 3 pony's door wolven zijn gedood;")
item("dat een schapenhouder gemiddeld zeven maanden op de vergoeding wacht;")
item("dat wie een raster plaatst, de helft van de kosten zelf betaalt en die pas", "terugkrijgt na keuring, waarvoor één keurmeester beschikbaar is;")
item("dat de provincie verplicht is de wolf te beschermen, maar niemand haar", "verbiedt ook de herder te beschermen;")
head("Van mening,")
item("dat samenleven met de wolf alleen lukt als de rekening niet bij één", "beroepsgroep blijft liggen;")
head("Verzoeken Gedeputeerde Staten,")
item("schade voortaan binnen zes weken te vergoeden, en bij overschrijding rente", "te betalen;")
item("het raster vooraf te vergoeden aan iedere houder van tien of meer dieren;")
item("twee keurmeesters aan te stellen;")
item("met de herders op de Hoge Heide een proef met waakhonden te beginnen;")
y -= 7
line("En gaan over tot de orde van de dag.", step=40)

NAMES = [
    ("Rein Uilenbroek", "BBB"),
    ("Doortje Sasburg", "VVD"),
    ("Levi Abendanon-Kuik", "SGP"),
    ("Nel Oosterbaan", "CDA"),
    ("Tjeerd Veenhof", "JA21"),
]
c.setFont("Helvetica", 8.5)
for place, (name, party) in enumerate(NAMES):
    c.drawString(60 + 96 * place, y, name)
    c.drawString(60 + 96 * place, y - 13, party)
    c.setDash(1, 2)
    c.line(60 + 96 * place, y + 12, 60 + 96 * place + 80, y + 12)
    c.setDash()
c.showPage()
c.save()
