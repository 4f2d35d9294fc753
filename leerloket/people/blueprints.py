"""What this room adds to the site: its pages, its part of the JSON API, and who is signed in."""

from leerloket.people import (
    api,
    loaders,
    message_pages,
    own_pages,
    pages,
    password_reset_pages,
    second_step_pages,
    site_pages,
)
from leerloket.people.consents import api as consents_api
from leerloket.people.consents import pages as consents_pages
from leerloket.people.employers import api as employers_api
from leerloket.people.employers import pages as employers_pages
from leerloket.people.invitations import api as invitations_api
from leerloket.people.invitations import pages as invitations_pages
from leerloket.people.keys import api as keys_api
from leerloket.people.keys import pages as keys_pages
from leerloket.people.letters import api as letters_api
from leerloket.people.letters import pages as letters_pages
from leerloket.people.notices import api as notices_api
from leerloket.people.notices import pages as notices_pages
from leerloket.people.officers import api as officers_api
from leerloket.people.officers import pages as officers_pages
from leerloket.people.reads import api as reads_api
from leerloket.people.reads import pages as reads_pages
from leerloket.people.regions import api as regions_api
from leerloket.people.webhooks import api as webhooks_api
from leerloket.people.webhooks import pages as webhooks_pages

PAGES = [
    pages.bp,
    own_pages.bp,
    password_reset_pages.bp,
    second_step_pages.bp,
    site_pages.bp,
    consents_pages.bp,
    reads_pages.bp,
    keys_pages.bp,
    webhooks_pages.bp,
    message_pages.bp,
    letters_pages.bp,
    notices_pages.bp,
    employers_pages.bp,
    officers_pages.bp,
    invitations_pages.bp,
]
APIS = [
    api.bp,
    consents_api.bp,
    reads_api.bp,
    regions_api.bp,
    keys_api.bp,
    webhooks_api.bp,
    letters_api.bp,
    notices_api.bp,
    employers_api.bp,
    officers_api.bp,
    invitations_api.bp,
]
LOGIN_LOADERS = [loaders.install]
