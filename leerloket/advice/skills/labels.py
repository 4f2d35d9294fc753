"""What codes of skills are called on screen."""

from typing import Any

from flask_babel import lazy_gettext as _

LEVELS: dict[int, Any] = {
    1: _("Ik weet wat het is"),
    2: _("Ik kan het met hulp"),
    3: _("Ik kan het zelf"),
    4: _("Ik kan het ook als het moeilijk is"),
    5: _("Ik leer het aan anderen"),
}
EVIDENCE: dict[str, Any] = {
    "job": _("Werk dat ik doe of deed"),
    "certificate": _("Een diploma of certificaat"),
    "evc": _("Een EVC: erkenning van wat ik al kan"),
    "statement": _("Ik zeg het zelf"),
}
EVIDENCE_SHORT: dict[str, Any] = {
    "job": _("werk"),
    "certificate": _("diploma of certificaat"),
    "evc": _("EVC"),
    "statement": _("eigen verklaring"),
}
