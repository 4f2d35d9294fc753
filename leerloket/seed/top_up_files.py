"""Two files of an employer that nobody confirmed yet: one with wrong rows and questions, one with strange headings."""

from leerloket import db
from leerloket.accounts.topups import service as topups
from leerloket.seed.personas import WILMA
from leerloket.seed.scene import Scene

DECEMBER = """personeelsnummer;bedrag;potje;kenmerk
0001;250,00;werk;Eindejaar
0002;250,00;werk;Eindejaar
0003;25O;werk;Eindejaar
0004;2.750,00;studie;Opleiding
0005;250,00;feest;Eindejaar
0006;1.250;werk;Eindejaar
0002;100,00;begeleiding;Loopbaangesprek
9041;250,00;werk;Eindejaar
0007;250,00;werk;Eindejaar
"""
PAYROLL = """Stamnr;Afdeling;Toe te kennen
0001;Hal 3;125,00
0005;Hal 3;125,00
0006;Kantoor;62,50
"""


def arrange(scene: Scene) -> None:
    """Let Wilma have sent both this morning."""
    employer_id, by = scene.employers["Bakker Metaal"], scene.id_of(WILMA)
    for name, text in (("eindejaar.csv", DECEMBER), ("salarispakket.csv", PAYROLL)):
        db.run(topups.check_file, employer_id, text.encode(), file_name=name, by=by)
