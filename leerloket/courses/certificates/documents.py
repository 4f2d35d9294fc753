"""A certificate as a PDF with a code to check it, and as a picture that holds its badge."""

import flask
import segno
from openbadgeslib import baking

from leerloket import clock, printing, web
from leerloket.courses.certificates import badges
from leerloket.courses.certificates.models import Certificate
from leerloket.people import vault

TEMPLATE = "courses/certificates/paper.html"
INK = "#16262a"


def base_url() -> str:
    """The address of this site, without a slash at its end."""
    return str(flask.current_app.config["SETTINGS"].base_url)


def draw(certificate: Certificate, holder_name: str | None) -> bytes:
    """One tagged page. Raises NoPdf, TooHeavy or Busy."""
    address = f"{base_url()}/controleer/{certificate.code}"
    picture = segno.make(address, error="m", micro=False)
    return printing.draw(
        TEMPLATE,
        language=web.language(),
        made_on=clock.business_date(),
        certificate=certificate,
        title=printing.cut(certificate.title),
        provider_name=printing.cut(certificate.provider_name),
        holder_name=printing.cut(holder_name or ""),
        outcomes=[printing.cut(outcome) for outcome in certificate.outcomes[:12]],
        skills=[printing.cut(skill) for skill in certificate.skills[:12]],
        issued_on=clock.business_date(certificate.issued_at),
        address=address,
        picture=picture.svg_data_uri(scale=4, border=0, dark=INK),
    )


def badge_text(certificate: Certificate, email: str | None) -> str:
    """The signed badge as compact JWT."""
    keys = vault.open_keys(flask.current_app.config["SETTINGS"])
    return badges.sign(certificate, email or "", keys, base_url())


def badge_picture(certificate: Certificate, email: str | None) -> bytes:
    """A picture of the badge with the signed badge inside, as Open Badges 3.0, section 5.3, says."""
    picture = flask.render_template("courses/certificates/badge.svg", certificate=certificate)
    return bytes(
        baking.bake_svg(
            picture.encode(),
            badge_text(certificate, email),
            comment=None,
            element=baking.SVG_ELEMENT_OB3,
            namespace=baking.SVG_NS_OB3,
        )
    )
