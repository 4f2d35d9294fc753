"""The letters of one batch as one PDF: a page for each employee."""

import flask
import segno

from leerloket import clock, printing
from leerloket.people.employers import service as employers
from leerloket.people.invitations.service import Letter

TEMPLATE = "people/invitations/letters.html"


def draw(employer: employers.Employer, letters: list[Letter], language: str = "nl") -> bytes:
    """Tagged PDF with a page per letter. Raises NoPdf, TooHeavy or Busy."""
    address = f"{flask.current_app.config['SETTINGS'].base_url}/aanmelden/code"
    picture = segno.make(address, error="m", micro=False)
    return printing.draw(
        TEMPLATE,
        language=language,
        made_on=clock.business_date(),
        employer=printing.cut(employer.name),
        letters=[
            {
                "name": printing.cut(letter.name),
                "personnel_number": printing.cut(letter.personnel_number),
                "code": letter.code,
                "until_on": clock.business_date(letter.ends_at),
            }
            for letter in letters
        ],
        address=address,
        picture=picture.svg_data_uri(scale=4, border=0, dark="#16262a"),
    )
