"""The codes of the agenda, shared by tables and rules."""

CHANNELS = ("desk", "phone", "video")
STATES = ("planned", "held", "no_show", "cancelled")
TOPICS = ("course", "work", "money", "plan", "other")
"""What a person can choose to talk about; an adviser may write other words as the topic."""
