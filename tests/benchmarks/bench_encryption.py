"""What encryption costs, on ten years of 138 villages; to be at most 1.3 times the plain folder."""

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from time import perf_counter

import ten_years
from harness import Alone, compare

from gaotang_desktop import keys
from gaotang_desktop.domain import periods
from gaotang_desktop.services import backups, evaluation, records
from gaotang_desktop.services.computer import encryption
from gaotang_desktop.services.workplace import Workplace

PASSWORD = "benchmark words"


@lru_cache(maxsize=1)
def both():
    """The plain folder and the encrypted one."""
    place = Path(tempfile.mkdtemp())
    ten_years.town(folder=place / "plain")[0].close()
    shutil.copytree(place / "plain", place / "encrypted")
    encryption.encrypt(place / "encrypted", PASSWORD)
    return place / "plain", place / "encrypted"


@lru_cache(maxsize=1)
def opened():
    plain, encrypted = both()
    return tuple(Workplace.open(each, now=lambda: ten_years.NOW) for each in (plain, encrypted))


def turns(deed, **more):
    plain, encrypted = opened()
    return compare(
        lambda: deed(encrypted) and None, lambda: deed(plain) and None, against="plain", **more
    )


def bench_opening():
    """Opening an encrypted folder, its key known (1.3 times the plain one at most)."""
    plain, encrypted = both()

    def deed(folder):
        Workplace.open(folder, now=lambda: ten_years.NOW, alone=False).close()

    return compare(lambda: deed(encrypted), lambda: deed(plain), against="plain", rounds=3)


def bench_listing():
    """Listing a month of patrols."""
    return turns(lambda work: records.listing(work, "patrols", period=periods.parse("2026-09")))


def bench_scoring():
    """Scoring a month of all villages."""
    month = periods.parse("2026-09")
    return turns(lambda work: evaluation.evaluate(work, month, draws=0), rounds=3)


def bench_backing_up():
    """A verified backup of ten years, encrypted (under 3 s)."""
    return turns(backups.back_up, rounds=2)


def bench_password():
    """Opening the key by the password, once a start."""
    _, encrypted = both()
    took = []
    for _ in range(3):
        keys.forget()
        start = perf_counter()
        encryption.unlock(encrypted, PASSWORD)
        took.append(perf_counter() - start)
    return Alone(tuple(took), "PBKDF2")
