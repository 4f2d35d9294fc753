"""The codes of the agenda, shared by tables and rules."""

CHANNELS = ("desk", "phone", "video")
STATES = ("planned", "held", "no_show", "cancelled")
