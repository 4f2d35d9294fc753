"""Two people apply at the same moment, with real threads and real commits."""

import pytest

from leerloket import db
from leerloket.courses.admissions import rules, service
from leerloket.courses.catalogue import service as catalogue
from tests.courses.admissions import make
from tests.people import make as people
from tests.races import together

pytestmark = pytest.mark.usefixtures("committed")


def apply_together(*rows: catalogue.ProviderRow) -> list[object]:
    person_ids = [db.run(people.person).person_id for _row in rows]
    return together(
        *(
            lambda person_id=person_id, row=row: service.apply(person_id, row, holder="x")
            for person_id, row in zip(person_ids, rows, strict=True)
        )
    )


def test_one_kvk_number_is_taken_once_and_the_other_person_reads_why() -> None:
    row = make.row()
    results = apply_together(row, row, row)
    assert len([result for result in results if isinstance(result, service.AdmissionRound)]) == 1, results
    assert len([result for result in results if isinstance(result, rules.KvkKnown)]) == 2, results


def test_organisations_of_one_name_each_get_an_address() -> None:
    rows = [make.row(name="Lasschool De Vonk") for _ in range(3)]
    results = apply_together(*rows)
    assert all(isinstance(result, service.AdmissionRound) for result in results), results
