"""Believable people for the demo: four months of real life, played through the services day by day.

Nothing is written beside the services: every euro and every seat goes the way it goes in real life, so the
books add up. While it plays, this process reads the time from the story, not from the clock.
"""

from leerloket.seed.personas import PASSWORD, PEOPLE, PERSONAS
from leerloket.seed.story import fill, is_needed

__all__ = ["PASSWORD", "PEOPLE", "PERSONAS", "fill", "is_needed", "welcome"]


def welcome(base_url: str) -> str:
    """What `leerloket demo` prints when the site is up: the address and a sign-in per role."""
    width = max(len(persona.email) for persona in PERSONAS)
    lines = [f"  {persona.title:14} {persona.email:{width}}  {persona.about}" for persona in PERSONAS]
    return "\n".join(
        [
            "",
            f"Leerloket is ready: {base_url}",
            f"API: {base_url}/api/v1/docs",
            "",
            f"Sign in with one of these addresses and the password {PASSWORD}",
            *lines,
            "",
            "Stop with Ctrl-C. The data stays; the next start takes seconds.",
        ]
    )
