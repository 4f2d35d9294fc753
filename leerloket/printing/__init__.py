"""Paper: a template as tagged PDF/UA-1, drawn in a limited child process. Overviews, letters and statements use it.

A document is a template that extends `printing/sheet.html`. Its look is `printing/sheet.css`, and after that the style
sheet with its own name beside it, if there is one: `advice/overview.html` has `advice/overview.css`.
"""

from leerloket.printing.documents import answer, draw
from leerloket.printing.render import Busy, NoPdf, Renderer, TooHeavy
from leerloket.printing.texts import breakable, cut

__all__ = ["Busy", "NoPdf", "Renderer", "TooHeavy", "answer", "breakable", "cut", "draw"]
