"""The codes of learning communities (product.md)."""

from leerloket.courses.catalogue import codes as catalogue_codes

FORMS = (
    "fieldlab",
    "skillslab",
    "living_lab",
    "centre_of_expertise",
    "civ",
    "lectorate",
    "practorate",
    "technohub",
    "campus",
)
FORMS_THAT_PROVIDE = frozenset({"technohub", "fieldlab"})
"""These are a provider themselves: the whole offer of who leads them is theirs."""
SECTORS = (
    "energy",
    "agri_food",
    "horticulture",
    "life_sciences",
    "high_tech",
    "chemistry",
    "water_maritime",
    "logistics",
    "creative",
    "ict",
)
"""The topsectors."""
PARTNER_KINDS = ("company", "school", "research", "government", "other")
JOINER_KINDS = ("company", "school", "worker")
FACTORS = ("ownership", "ties", "hybrid", "places", "expertise", "mentors")
"""The six success factors of a learning community, in the order of the self-scan."""
ENVIRONMENTS = catalogue_codes.FORMS
"""The twelve forms of learning environment, as the catalogue knows them for modules."""
