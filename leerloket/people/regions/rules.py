"""What holds for regions. Pure."""

from leerloket import errors


class UnknownRegion(errors.Invalid):
    """Not the code of a labour-market region."""

    nl = "Kies een regio uit de lijst."
    en = "Choose a region from the list."
