"""What this room adds to the site: its pages and its part of the JSON API."""

from typing import Any

from leerloket.courses.catalogue import api as catalogue_api
from leerloket.courses.catalogue import open_data
from leerloket.courses.catalogue import pages as catalogue_pages
from leerloket.courses.providers import api as providers_api
from leerloket.courses.providers import pages as providers_pages

PAGES: list[Any] = [catalogue_pages.bp, open_data.bp, providers_pages.bp]
APIS: list[Any] = [catalogue_api.bp, providers_api.bp]
