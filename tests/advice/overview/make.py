"""An overview of a normal person, as plain data."""

from datetime import UTC, date, datetime
from typing import Any

from leerloket.advice.overview import rules

ALL = ("study", "general_skills", "job", "labour_market", "guidance")


def task(title: str = "Vraag uw werkgever", **other: Any) -> rules.TaskLine:
    values: dict[str, Any] = {"owner": "worker", "due_on": date(2026, 11, 28), "is_open": True}
    return rules.TaskLine(title, **values | other)


def booking(title: str = "Lasrobot programmeren", **other: Any) -> rules.BookingLine:
    values: dict[str, Any] = {
        "reference": "B-7F3K-21",
        "provider": "Technohub Vonk",
        "place": "Eindhoven",
        "starts_at": datetime(2026, 12, 5, 8, tzinfo=UTC),
        "state": "confirmed",
        "price_cents": 60_000,
    }
    return rules.BookingLine(title=title, **values | other)


def overview(**other: Any) -> rules.Overview:
    goals = [
        rules.GoalLine(
            "Robotlasser worden",
            date(2027, 6, 30),
            "open",
            [
                task("Vraag uw werkgever om vrije uren", owner="employer"),
                task("Volg Lasrobot programmeren", booking_reference="B-7F3K-21", booking_state="confirmed"),
                task("Intake technohub", is_open=False),
            ],
        ),
        rules.GoalLine("Beter rekenen", None, "open", []),
    ]
    bookings = [
        booking(),
        booking("Cobot basis", reference="B-8H2M-40", state="reserved", starts_at=datetime(2027, 1, 12, tzinfo=UTC)),
        booking(
            "Taal op de werkvloer", reference="B-2Q4R-08", state="paid", starts_at=datetime(2026, 9, 3, tzinfo=UTC)
        ),
    ]
    values: dict[str, Any] = {
        "name": "Samira El Amrani",
        "number": "LR-204-881",
        "language": "nl",
        "made_at": datetime(2026, 11, 24, 9, 18, tzinfo=UTC),
        "available_cents": 162_000,
        "held_cents": 105_000,
        "pots": [
            rules.PotLine("right", "Overheid", ALL, 100_000, 60_000, date(2027, 12, 31)),
            rules.PotLine("employer", "Bakker Metaal", ("job",), 50_000, 45_000, date(2028, 12, 31)),
            rules.PotLine("own", "", ALL, 12_000, 0, None),
        ],
        "bookings": bookings,
        "earlier_bookings": 0,
        "to_do": rules.choose_to_do(bookings, goals),
        "has_plan": True,
        "goals": goals,
        "adviser_name": "Joris de Wit",
        "plan_made_on": date(2026, 11, 24),
        "desk": rules.DeskLine(
            "Leerloket Brainport",
            "Stationsplein 12, 5611 AC Eindhoven",
            "040 000 00 00",
            ["maandag tot en met vrijdag"],
        ),
        "appointment_at": datetime(2026, 12, 15, 13, tzinfo=UTC),
        "appointment_channel": "desk",
    }
    return rules.Overview(**values | other)
