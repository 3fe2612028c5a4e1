import sys
from reportlab.pdfgen.canvas import Canvas
from reportlab.lib.pagesizes import A4
c = Canvas(sys.argv[1], pagesize=A4); c.setFont("Courier", 11); y = 780
T = '''                            MOTIE


De Raad der gemeente Oud-Wieringerhorn, bijeen in open-
bare vergadering op 14 mei 1981;


Gezien het besluit van burgemeester en wethouders van
7 april 1981 tot ontruiming van de standplaatsen aan de
Ringvaart;

Gelet op de Woonwagenwet;

Overwegende, dat:

 a. de elf gezinnen aan de Ringvaart daar gemiddeld negen
    jaar staan;

 b. het nieuwe centrum aan de Turfkade eerst in het voor-
    jaar van 1982 gereed komt;

 c. ontruiming in de tussentijd betekent dat dertig
    kinderen niet naar school kunnen;

Besluit:

 I.  de ontruiming op te schorten totdat het centrum aan
     de Turfkade in gebruik is genomen;

 II. het college uit te nodigen de bewoners een vertegen-
     woordiger in de bouwcommissie te laten aanwijzen;


                    C.P. Dekhuyzen  (P.P.R.)

                    Mevr. N. Woldering-Baas  (P.S.P.)

                    A. Kistemaker  (P.v.d.A.)



Aldus besloten in de openbare vergadering van 14 mei 1981.
'''
for i, l in enumerate(T.split("\n")):
    if l.strip(): c.drawString(80 + (i % 3) * .3, y, l)
    y -= 14.5
c.save()
