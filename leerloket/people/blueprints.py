"""What this room adds to the site: its pages, its part of the JSON API, and who is signed in."""

from leerloket.people import api, loaders, pages

PAGES = [pages.bp]
APIS = [api.bp]
LOGIN_LOADERS = [loaders.install]
