"""What this room adds to the site: its pages and its part of the JSON API."""

from typing import Any

from leerloket.accounts.agreements import api as agreements_api
from leerloket.accounts.agreements import pages as agreements_pages
from leerloket.accounts.bank import api as bank_api
from leerloket.accounts.bank import pages as bank_pages
from leerloket.accounts.bank import reconciliation_pages
from leerloket.accounts.books.closing import api as closing_api
from leerloket.accounts.books.closing import pages as closing_pages
from leerloket.accounts.books.control import api as control_api
from leerloket.accounts.books.control import pages as control_pages
from leerloket.accounts.books.corrections import api as corrections_api
from leerloket.accounts.books.corrections import pages as corrections_pages
from leerloket.accounts.books.forecast import api as forecast_api
from leerloket.accounts.books.forecast import pages as forecast_pages
from leerloket.accounts.co_payments import api as co_payments_api
from leerloket.accounts.co_payments import pages as co_payments_pages
from leerloket.accounts.contributions import api as contributions_api
from leerloket.accounts.contributions import pages as contributions_pages
from leerloket.accounts.draws import admin_pages as draws_admin_pages
from leerloket.accounts.draws import api as draws_api
from leerloket.accounts.draws import pages as draws_pages
from leerloket.accounts.online_payments import api as online_api
from leerloket.accounts.online_payments import pages as online_pages
from leerloket.accounts.payments import api as payments_api
from leerloket.accounts.payments import transfer_picture
from leerloket.accounts.pots import api as pots_api
from leerloket.accounts.pots import pages as pots_pages
from leerloket.accounts.proof import api as proof_api
from leerloket.accounts.proof import pages as proof_pages
from leerloket.accounts.rights import api as rights_api
from leerloket.accounts.rights import pages as rights_pages
from leerloket.accounts.rights import rule_set_pages
from leerloket.accounts.rule_lab import api as rule_lab_api
from leerloket.accounts.rule_lab import pages as rule_lab_pages
from leerloket.accounts.staff import api as staff_api
from leerloket.accounts.staff import pages as staff_pages
from leerloket.accounts.statements import api as statements_api
from leerloket.accounts.statements import entry_pages, yearly_pages
from leerloket.accounts.topups import api as topups_api
from leerloket.accounts.topups import batch_pages
from leerloket.accounts.topups import pages as topups_pages

PAGES: list[Any] = [
    agreements_pages.bp,
    bank_pages.bp,
    batch_pages.bp,
    closing_pages.bp,
    co_payments_pages.bp,
    contributions_pages.bp,
    control_pages.bp,
    corrections_pages.bp,
    draws_admin_pages.bp,
    draws_pages.bp,
    forecast_pages.bp,
    online_pages.bp,
    pots_pages.bp,
    proof_pages.bp,
    reconciliation_pages.bp,
    rights_pages.bp,
    rule_lab_pages.bp,
    rule_set_pages.bp,
    staff_pages.bp,
    entry_pages.bp,
    topups_pages.bp,
    transfer_picture.bp,
    yearly_pages.bp,
]
APIS: list[Any] = [
    agreements_api.bp,
    bank_api.bp,
    closing_api.bp,
    co_payments_api.bp,
    contributions_api.bp,
    control_api.bp,
    corrections_api.bp,
    draws_api.bp,
    forecast_api.bp,
    online_api.bp,
    payments_api.bp,
    pots_api.bp,
    proof_api.bp,
    rights_api.bp,
    rule_lab_api.bp,
    staff_api.bp,
    statements_api.bp,
    topups_api.bp,
]
