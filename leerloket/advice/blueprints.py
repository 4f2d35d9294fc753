"""What this room adds to the site: its pages and its part of the JSON API."""

from leerloket.advice.clients import api as clients_api
from leerloket.advice.clients import hand_over_pages
from leerloket.advice.clients import pages as clients_pages
from leerloket.advice.consultations import api as consultations_api
from leerloket.advice.consultations import pages as consultations_pages
from leerloket.advice.desks import api as desks_api
from leerloket.advice.desks import opening_pages, own_pages
from leerloket.advice.desks import pages as desks_pages
from leerloket.advice.mandates import api as mandates_api
from leerloket.advice.mandates import pages as mandates_pages
from leerloket.advice.monitoring import api as monitoring_api
from leerloket.advice.monitoring import pages as monitoring_pages
from leerloket.advice.newsletter import api as newsletter_api
from leerloket.advice.newsletter import pages as newsletter_pages
from leerloket.advice.overview import api as overview_api
from leerloket.advice.overview import pages as overview_pages
from leerloket.advice.plans import api as plans_api
from leerloket.advice.plans import pages as plans_pages
from leerloket.advice.schemes import api as schemes_api
from leerloket.advice.schemes import editor_pages as scheme_editor_pages
from leerloket.advice.schemes import pages as schemes_pages
from leerloket.advice.skills import api as skills_api
from leerloket.advice.skills import client_pages as client_skills_pages
from leerloket.advice.skills import pages as own_skills_pages

PAGES = [
    desks_pages.bp,
    opening_pages.bp,
    own_pages.bp,
    clients_pages.bp,
    hand_over_pages.bp,
    consultations_pages.bp,
    plans_pages.bp,
    own_skills_pages.bp,
    client_skills_pages.bp,
    schemes_pages.bp,
    scheme_editor_pages.bp,
    mandates_pages.bp,
    overview_pages.bp,
    monitoring_pages.bp,
    newsletter_pages.bp,
]
APIS = [
    desks_api.bp,
    clients_api.bp,
    consultations_api.bp,
    plans_api.bp,
    schemes_api.bp,
    skills_api.bp,
    mandates_api.bp,
    overview_api.bp,
    monitoring_api.bp,
    newsletter_api.bp,
]
