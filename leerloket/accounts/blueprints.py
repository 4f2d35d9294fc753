"""What this room adds to the site: its pages and its part of the JSON API."""

from typing import Any

from leerloket.accounts.payments import api as payments_api
from leerloket.accounts.rights import api as rights_api
from leerloket.accounts.statements import api as statements_api
from leerloket.accounts.topups import api as topups_api

PAGES: list[Any] = []
APIS: list[Any] = [statements_api.bp, topups_api.bp, rights_api.bp, payments_api.bp]
