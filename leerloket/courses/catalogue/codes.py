"""The codes of the catalogue: what a module and an edition can be."""

STATES = ("draft", "submitted", "online", "suspended")
"""concept, ter keuring, online, geschorst (screens.md 22)."""
KINDS = ("necessary", "reactive", "proactive")
"""The three kinds of learning: voorwaardelijk, reactief, proactief (product.md)."""
FORMS = (
    "masterclass",
    "clinic",
    "studio",
    "laboratory",
    "academy",
    "dress_rehearsal",
    "entrepreneurs_cafe",
    "boxing_ring",
    "kitchen_table",
    "utopia",
    "study_club",
    "expedition",
)
"""The twelve forms of learning environment (product.md)."""
MODES = ("classroom", "online", "hybrid", "dual")
PROOFS = ("diploma", "certificate", "badge", "none")
PURPOSES = ("study", "general_skills", "job", "labour_market", "guidance")
"""What a pot may pay for: the five purposes of the learning account (product.md)."""
LEVELS = ("entry", "1", "2", "3", "4", "4+", "5", "6", "7", "8")
"""The levels of the Dutch qualification framework NLQF (schemes.md); EQF is the same without `entry` and `4+`."""
EQF_OF_NLQF = {level: level for level in LEVELS} | {"entry": None, "4+": "4"}
"""The European level of a Dutch one; the entry level has none."""
SCHEDULES = ("day", "evening", "friday", "weekend", "online")
LANGUAGES = ("nld", "eng", "deu")
