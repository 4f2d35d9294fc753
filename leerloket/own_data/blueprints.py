"""What this room adds to the site: its pages and its part of the JSON API."""

from leerloket.own_data import api, pages

PAGES = [pages.bp]
APIS = [api.bp]
