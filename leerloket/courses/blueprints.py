"""What this room adds to the site: its pages and its part of the JSON API."""

from typing import Any

PAGES: list[Any] = []
APIS: list[Any] = []
