"""What the demo's administrators have to look into: prices that rose, an account of two providers, and reports."""

import uuid

from leerloket import clock, db
from leerloket.courses.catalogue import service as catalogue
from leerloket.courses.providers import service as providers
from leerloket.courses.signals import service as signals
from leerloket.seed.personas import BRAM
from leerloket.seed.scene import Scene

DEARER_PCT = 140


def arrange(scene: Scene, own_provider: uuid.UUID) -> None:
    """Plant three schemes at providers that are not Pieter's, look as the night does, and close one report."""
    others = sorted((one for one in db.run(providers.list_providers) if one.iban), key=lambda one: one.slug)
    first, second, third, *_rest = [one for one in others if one.provider_id != own_provider]
    db.run(_share_account, first, second)
    db.run(_raise_price, third)
    db.run(signals.find_all, clock.now())
    code = db.run(
        signals.report,
        "De docent kwam niet. Toch moesten wij tekenen dat wij er waren.",
        provider_id=third.provider_id,
    )
    db.run(signals.report, "Op de markt kreeg ik een tablet als ik mijn leergeld daar uitgaf.")
    report = db.run(signals.follow, code)
    db.run(
        signals.close,
        report.signal_id,
        by=scene.id_of(BRAM),
        outcome="false-alarm",
        reason="De les was verzet. Alle deelnemers wisten dat, en de les is ingehaald.",
        answer="Dank u. De les was verzet naar een andere dag en is daarna gegeven.",
    )


def _share_account(first: providers.Provider, second: providers.Provider) -> None:
    if first.iban:
        providers.set_iban(second.provider_id, first.iban)


def _raise_price(provider: providers.Provider) -> None:
    modules, _total = catalogue.list_online_modules(provider_id=provider.provider_id)
    coming = catalogue.list_coming([module.module_id for module in modules])
    dearest = max((one for group in coming.values() for one in group), key=lambda one: (one.price_cents, one.starts_at))
    dearer = dearest.price_cents * DEARER_PCT // 100
    catalogue.change_edition(provider.provider_id, dearest.edition_id, price_cents=dearer)
