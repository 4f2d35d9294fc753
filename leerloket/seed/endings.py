"""Money that ends: a small budget of Bakker Metaal that runs out in the story, and one of Samira that soon will."""

from datetime import date, timedelta

from leerloket.accounts.payments import service as payments
from leerloket.accounts.pots import service as pots
from leerloket.accounts.topups import service as topups
from leerloket.people.employers import service as employers
from leerloket.seed.personas import WILMA
from leerloket.seed.scene import Scene

GIVER = "Bakker Metaal"
RUNS, RUNS_LONGER = timedelta(days=90), timedelta(days=270)
"""How long the budget can be used: by most, and by Samira."""
PEOPLE = 9
"""Enough for what comes back to go back at once; a firm with fewer gives it to Samira only."""


def give_budget(scene: Scene, day: date) -> payments.Payment:
    """Wilma gives the first people of her list a budget with an early end date; answers what she has to pay."""
    samira = scene.workers[0]
    staff = sorted(employers.list_employees(scene.employers[GIVER]), key=lambda one: one.person_id != samira)
    rows = [
        _row(
            one.personnel_number, *(("25,00", day + RUNS_LONGER) if one.person_id == samira else ("150,00", day + RUNS))
        )
        for one in staff[: PEOPLE if len(staff) >= PEOPLE else 1]
    ]
    by = scene.id_of(WILMA)
    batch = topups.check_rows(scene.employers[GIVER], rows, by=by)
    batch = topups.confirm(scene.employers[GIVER], batch.batch_id, accept_questions=True, by=by)
    return payments.get_payment(batch.payment_id or batch.batch_id)


def _row(personnel_number: str, amount: str, ends_on: date) -> dict[str, str]:
    return {
        "personnel_number": personnel_number,
        "amount": amount,
        "expires_on": ends_on.isoformat(),
        "note": "Veilig werken",
    }


def live_on(day: date) -> None:
    """The night and the morning of a day: what has run out goes back, and who has money that ends hears of it."""
    pots.work(day)
    pots.tell_all(day)
