"""What this room adds to the site: its pages and its part of the JSON API."""

from typing import Any

from leerloket.courses.admissions import api as admissions_api
from leerloket.courses.admissions import pages as admissions_pages
from leerloket.courses.admissions import sanction_pages
from leerloket.courses.bookings import api as bookings_api
from leerloket.courses.bookings import (
    dispute_pages,
    flow_pages,
    provider_api,
    provider_pages,
)
from leerloket.courses.bookings import pages as bookings_pages
from leerloket.courses.catalogue import api as catalogue_api
from leerloket.courses.catalogue import keeping_api, keeping_pages, open_data, sitemap
from leerloket.courses.catalogue import pages as catalogue_pages
from leerloket.courses.certificates import api as certificates_api
from leerloket.courses.certificates import check_pages as certificate_check_pages
from leerloket.courses.certificates import pages as certificates_pages
from leerloket.courses.certificates import provider_pages as provider_certificate_pages
from leerloket.courses.co_payments import api as co_payments_api
from leerloket.courses.co_payments import pages as co_payments_pages
from leerloket.courses.communities import admin_pages as community_office_pages
from leerloket.courses.communities import api as communities_api
from leerloket.courses.communities import coordinator_pages as led_community_pages
from leerloket.courses.communities import pages as community_pages
from leerloket.courses.moves import api as moves_api
from leerloket.courses.moves import pages as moves_pages
from leerloket.courses.offers import api as offers_api
from leerloket.courses.offers import pages as offers_pages
from leerloket.courses.own_shares import api as own_shares_api
from leerloket.courses.own_shares import pages as own_shares_pages
from leerloket.courses.presence import api as presence_api
from leerloket.courses.presence import pages as presence_pages
from leerloket.courses.provider_accounts import api as provider_accounts_api
from leerloket.courses.provider_accounts import pages as provider_accounts_pages
from leerloket.courses.ratings import api as ratings_api
from leerloket.courses.ratings import pages as ratings_pages
from leerloket.courses.settlement import api as settlement_api
from leerloket.courses.settlement import pages as settlement_pages
from leerloket.courses.signals import api as signals_api
from leerloket.courses.signals import pages as signals_pages
from leerloket.courses.signals import report_pages
from leerloket.courses.skills import api as skills_api
from leerloket.courses.skills import pages as skills_pages
from leerloket.courses.waiting import api as waiting_api
from leerloket.courses.waiting import pages as waiting_pages

PAGES: list[Any] = [
    catalogue_pages.bp,
    skills_pages.bp,
    open_data.bp,
    keeping_pages.bp,
    sitemap.bp,
    admissions_pages.bp,
    sanction_pages.bp,
    provider_accounts_pages.bp,
    flow_pages.bp,
    own_shares_pages.bp,
    bookings_pages.bp,
    moves_pages.bp,
    offers_pages.bp,
    presence_pages.bp,
    waiting_pages.bp,
    co_payments_pages.bp,
    ratings_pages.bp,
    certificates_pages.bp,
    certificate_check_pages.bp,
    provider_certificate_pages.bp,
    provider_pages.bp,
    dispute_pages.bp,
    settlement_pages.bp,
    community_pages.bp,
    led_community_pages.bp,
    community_office_pages.bp,
    signals_pages.bp,
    report_pages.bp,
]
APIS: list[Any] = [
    catalogue_api.bp,
    keeping_api.bp,
    skills_api.bp,
    admissions_api.bp,
    provider_accounts_api.bp,
    bookings_api.bp,
    moves_api.bp,
    offers_api.bp,
    presence_api.bp,
    own_shares_api.bp,
    waiting_api.bp,
    co_payments_api.bp,
    ratings_api.bp,
    certificates_api.bp,
    provider_api.bp,
    settlement_api.bp,
    communities_api.bp,
    signals_api.bp,
]
