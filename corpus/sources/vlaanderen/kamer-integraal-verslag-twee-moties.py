"""Sets kamer-integraal-verslag-twee-moties.pdf with fpdf2."""

import sys
from datetime import datetime, timezone

from fpdf import FPDF

LETTERS = "/usr/share/fonts/truetype/liberation/LiberationSerif-"


class Verslag(FPDF):
    def header(self):
        self.set_font("Serif", "", 9)
        self.cell(60, 5, "Integraal Verslag – Commissie voor Gezondheid en Gelijke Kansen")
        self.cell(0, 5, str(11 + self.page_no()), align="R", new_x="LMARGIN", new_y="NEXT")
        self.line(self.l_margin, self.get_y() + 1, self.w - self.r_margin, self.get_y() + 1)
        self.ln(6)

    def footer(self):
        self.set_y(-15)
        self.set_font("Serif", "", 8)
        self.cell(60, 5, "KAMER – 5E ZITTING VAN DE 55E ZITTINGSPERIODE")
        self.cell(0, 5, "2023", align="R")


def alinea(verslag, tekst, stijl=""):
    verslag.set_font("Serif", stijl, 12)
    verslag.multi_cell(0, 6.4, tekst, align="L", new_x="LMARGIN", new_y="NEXT")
    verslag.ln(1.4)


verslag = Verslag(format="A4")
verslag.set_creation_date(datetime(2024, 1, 1, tzinfo=timezone.utc))
verslag.set_margins(28, 15, 28)
verslag.set_auto_page_break(True, 22)
verslag.add_font("Serif", "", LETTERS + "Regular.ttf")
verslag.add_font("Serif", "B", LETTERS + "Bold.ttf")
verslag.add_font("Serif", "I", LETTERS + "Italic.ttf")
verslag.add_page()

alinea(verslag, "Moties", "B")
alinea(verslag, "De voorzitter: Ik dank de minister voor haar antwoord. Wenst nog iemand te repliceren?")
alinea(verslag, "02.07 Kobe Terlinck (Vooruit): Mevrouw de minister, u zegt dat de apothekers het zelf moeten oplossen. Ik heb vorige week met een apothekeres in mijn streek gesproken. Zij is drie uur per dag aan het bellen om een alternatief te vinden. Dat is geen oplossing, dat is een noodtoestand die men gewoon is gaan vinden.")
alinea(verslag, "02.08 Ann-Sofie Meulebrouck (cd&v): Mevrouw de minister, ik hoor u zeggen dat de lijst van tekorten korter wordt. Op de website van het agentschap zie ik het omgekeerde. Ouders van een kind met epilepsie hebben niets aan een gemiddelde. Zij willen weten of de fles er volgende week nog staat. Daarom dien ik een motie in.")
alinea(verslag, "Tot besluit van deze bespreking werden volgende moties ingediend.", "I")
alinea(verslag, "Een eerste motie van aanbeveling werd ingediend door mevrouw Ann-Sofie Meulebrouck en luidt als volgt:")
alinea(verslag, "\"De Kamer,")
alinea(verslag, "gehoord de interpellatie van mevrouw Ann-Sofie Meulebrouck\nen het antwoord van de minister van Volksgezondheid,")
alinea(verslag, "- overwegende dat op 1 november 412 geneesmiddelen niet of beperkt leverbaar waren;")
alinea(verslag, "- overwegende dat voor een aantal daarvan, onder meer tegen epilepsie, geen gelijkwaardig middel bestaat;")
alinea(verslag, "- gelet op de wet op de geneesmiddelen, die groothandelaars een leveringsplicht oplegt;")
alinea(verslag, "vraagt de regering")
alinea(verslag, "- een strategische voorraad van kritieke geneesmiddelen voor drie maanden aan te leggen;")
alinea(verslag, "- apothekers toe te laten een ander middel met dezelfde werkzame stof af te leveren zonder nieuw voorschrift.\"")
alinea(verslag, "Een tweede motie van aanbeveling werd ingediend door de heer Kobe Terlinck en mevrouw Farida El Moussaoui en luidt als volgt:")
alinea(verslag, "\"De Kamer,")
alinea(verslag, "gehoord de interpellatie van mevrouw Ann-Sofie Meulebrouck\nen het antwoord van de minister van Volksgezondheid,")
alinea(verslag, "verklaart dat de toegang tot geneesmiddelen geen kwestie van toeval of koopkracht mag zijn, en")
alinea(verslag, "vraagt de minister")
alinea(verslag, "- bij Europa aan te dringen op productie van antibiotica binnen de Unie;")
alinea(verslag, "- de meerprijs van ingevoerde alternatieven volledig terug te betalen, zodat patiënten met een chronische aandoening daar niet voor opdraaien en de apotheker het verschil niet hoeft voor te schieten;")
alinea(verslag, "- de bevoegde commissie elke maand de lijst van tekorten te bezorgen.\"")
alinea(verslag, "Over de moties zal later worden gestemd. De bespreking is gesloten.", "I")
alinea(verslag, "De openbare commissievergadering wordt gesloten om 16.42 uur.", "I")
verslag.output(sys.argv[1])
