"""The codes of learning communities (product.md)."""

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
ENVIRONMENTS = (
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
"""The twelve forms of learning environment, as the catalogue knows them for modules."""
