import sys
from reportlab.platypus import SimpleDocTemplate, Paragraph, Spacer, Table, TableStyle
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.pagesizes import A4
from reportlab.lib import colors
from reportlab.lib.units import cm
N = ParagraphStyle("n", fontName="Helvetica", fontSize=10.5, leading=14)
B = ParagraphStyle("b", parent=N, fontName="Helvetica-Bold", spaceBefore=9)
K = ParagraphStyle("k", parent=N, leftIndent=16, bulletIndent=3)
H = ParagraphStyle("h", parent=N, fontName="Helvetica-Bold", fontSize=15, leading=20, spaceBefore=10, spaceAfter=8)
s = []
t = Table([["Waterschap Lauwerdiep", "Motie nr. AB-2016-3"], ["Algemeen bestuur", "Onderwerp: Beheerplan Primaire Keringen"]], colWidths=[7*cm, 9.5*cm])
t.setStyle(TableStyle([("FONT", (0,0), (-1,-1), "Helvetica", 9.5), ("LINEBELOW", (0,1), (-1,1), 1, colors.HexColor("#0070a0"))])); s.append(t)
s.append(Paragraph("Dijkpaden open voor wandelaars", H))
s.append(Paragraph("Het algemeen bestuur van Waterschap Lauwerdiep, in vergadering bijeen op 13 april 2016,", N))
for h, items in [("Overwegende dat:", ["een derde van de dijken in ons gebied met een hek is afgesloten;", "schapen en wandelaars elkaar verdragen, mits de honden aan de lijn blijven;", "een klaphek € 240 kost;"]),
  ("Constaterende dat:", ["het Beheerplan over medegebruik zegt: “waar mogelijk”, en daar verder niet op ingaat;"]),
  ("Verzoekt het dagelijks bestuur:", ["met de pachters te bespreken welke hekken door klaphekken kunnen worden vervangen;", "in 2017 ten minste tien kilometer dijk open te stellen;", "de wandelkaart van het waterschap daarop aan te passen;"])]:
    s.append(Paragraph(h, B)); s += [Paragraph(i, K, bulletText="»") for i in items]
s += [Spacer(1, 9), Paragraph("En gaat over tot de orde van de dag.", N), Spacer(1, 26)]
t = Table([["Wubbo Knottnerus", "Ineke Straatmaker", "Tamar Hondelink"], ["Water Natuurlijk", "PvdA", "AWP"]], colWidths=[5.5*cm]*3, rowHeights=[14, 26])
t.setStyle(TableStyle([("FONT", (0,0), (-1,0), "Helvetica-Bold", 10), ("FONT", (0,1), (-1,1), "Helvetica-Oblique", 10), ("VALIGN", (0,0), (-1,-1), "TOP")])); s.append(t)
s.append(Spacer(1, 20))
t = Table([["Aldus verworpen in de vergadering van 13 april 2016"]], colWidths=[10*cm]); t.setStyle(TableStyle([("BOX", (0,0), (-1,-1), 1.4, colors.red), ("TEXTCOLOR", (0,0), (-1,-1), colors.red), ("FONT", (0,0), (-1,-1), "Helvetica", 10)])); s.append(t)
SimpleDocTemplate(sys.argv[1], pagesize=A4, topMargin=2*cm, leftMargin=2.2*cm, rightMargin=2.2*cm).build(s)
