"""Why a pot pays, in words. Pure."""


def in_words(rule: str) -> tuple[str, str]:
    """Why a pot pays, as a Dutch and an English sentence, for the "why" panel."""
    return WHY.get(rule, ("", ""))


WHY = {
    "pays-first-because-it-ends-first": (
        "Dit geld verloopt het eerst. Daarom betaalt dit potje eerst.",
        "This money ends first. That is why this pot pays first.",
    ),
    "pays-in-order-right-employer-own": (
        "Zonder einddatum betaalt eerst uw leerrecht, dan uw werkgever, dan uw eigen geld.",
        "Without an end date your right pays first, then your employer, then your own money.",
    ),
    "chosen-by-the-person": ("U koos dit zelf.", "You chose this yourself."),
    "pays-in-the-order-of-the-person": ("Dit is uw eigen volgorde.", "This is your own order."),
    "pays-as-before-the-move": (
        "Dit potje betaalde ook uw vorige datum.",
        "This pot paid for your earlier date too.",
    ),
}
