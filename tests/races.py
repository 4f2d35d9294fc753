"""Several things at the same moment, on real threads with real commits."""

import threading
from collections.abc import Callable

from leerloket import db, errors


def together(*works: Callable[[], object], run: Callable[..., object] = db.run) -> list[object]:
    """Run all at the same moment, each in a transaction of its own; answers what each gave or raised."""
    barrier = threading.Barrier(len(works))
    results: list[object] = [None] * len(works)

    def one(number: int) -> None:
        barrier.wait()
        try:
            results[number] = run(works[number])
        except errors.Refusal as refusal:
            results[number] = refusal

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
