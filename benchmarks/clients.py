"""Client processes that do one thing as often as they can for a while, all at the same time."""

import multiprocessing
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

SPAWN = multiprocessing.get_context("spawn")

Setup = Callable[[int], Callable[[], None]]
"""Given the number of the client, answers the work to repeat."""


@dataclass(frozen=True)
class Measured:
    """Operations per second over all clients, and the latencies of single ones in milliseconds."""

    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


def measure(setup: Setup, *, clients: int, seconds: float) -> Measured:
    """Run the work in `clients` processes for `seconds`, after a warm-up of each."""
    start, results = SPAWN.Barrier(clients), SPAWN.Queue()
    processes = [SPAWN.Process(target=_client, args=(setup, i, start, seconds, results)) for i in range(clients)]
    for process in processes:
        process.start()
    latencies: list[float] = []
    rate = 0.0
    for _ in processes:
        count, elapsed, own = results.get(timeout=seconds * 20 + 60)
        rate += count / elapsed
        latencies += own
    for process in processes:
        process.join()
    latencies.sort()
    at = [latencies[min(len(latencies) - 1, int(len(latencies) * q))] * 1000 for q in (0.5, 0.95, 0.99)]
    return Measured(rate, *at)


def _client(setup: Setup, number: int, start: object, seconds: float, results: object) -> None:
    work = setup(number)
    for _ in range(20):
        work()
    start.wait()  # type: ignore[attr-defined]
    latencies: list[float] = []
    begun = time.perf_counter()
    until = begun + seconds
    now = begun
    while now < until:
        work()
        after = time.perf_counter()
        latencies.append(after - now)
        now = after
    results.put((len(latencies), now - begun, latencies))  # type: ignore[attr-defined]


def median_of(rounds: list[Measured]) -> Measured:
    """The round in the middle, by rate."""
    rate = statistics.median_low(each.per_second for each in rounds)
    return next(each for each in rounds if each.per_second == rate)
