"""A draft read over as a stranger reads it, with the registers and the calendar beside (核对)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from gaotang_desktop import pinyin
from gaotang_desktop.data.queries import issued_documents as register
from gaotang_desktop.data.queries import villages
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents import gates
from gaotang_desktop.domain.documents.checks import (
    annexes_named,
    citations,
    counts,
    deadlines,
    enumerations,
    extremes,
    headings,
    impossible,
    known_terms,
    near_names,
    numerals,
    parties,
    rates,
    repeats,
    sentences,
    short_names,
    sums,
    titles,
    told_periods,
    written_days,
    wrong_words,
)
from gaotang_desktop.domain.documents.drafting import Filling
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.kinds import VOID, document_number
from gaotang_desktop.domain.documents.mends import typed_ends
from gaotang_desktop.domain.documents.own_annexes import loaded
from gaotang_desktop.domain.holidays import is_worked
from gaotang_desktop.services import calendars
from gaotang_desktop.services.papers import drafts
from gaotang_desktop.services.workplace import Workplace


def of_draft(work: Workplace, values: Mapping[str, Any], filled: Filling) -> Iterator[Finding]:
    """What the words of a draft say that cannot be, or that the office would not send."""
    kind, title, body = values["kind"], values["name"] or "", values["body"] or ""
    known = calendars.table(work.settings)
    yield from titles.of_title(kind, title)
    places, town = _places(work)
    yield from parties.of_parties(values, _known(work), _offices(work), places)
    yield from parties.of_elements(values)
    dated_on, meeting = values["dated_on"], gates.calls_a_meeting(kind, title)

    def is_off(day: date) -> bool:
        return not is_worked(day, known)

    yield from written_days.of_days(body, dated_on, is_off=is_off, meeting=meeting)
    held = written_days.meeting_day(body, dated_on) if meeting else None
    told_of = written_days.first_day(body, dated_on) if kind == "会议纪要" else None
    yield from deadlines.of_deadlines(body, dated_on, is_off=is_off, held=held, told_of=told_of)
    own = loaded(values.get("own_annexes"))
    told = body if values["corrects_id"] is None else ""  # one names the annexes of the old paper
    yield from annexes_named.of_annexes(told, (*filled.annexes, *own), own)
    yield from headings.of_headings(body)
    lines = body.splitlines()
    ends = set(typed_ends(lines, values["signer"] or "", (values["addressee"] or "").rstrip("：")))
    text = "\n".join(line for at, line in enumerate(lines) if at not in ends)
    yield from sentences.of_sentences(kind, text)
    note = values["note"] or ""
    yield from impossible.of_figures(title, text, f"联系人{note}" if note else "")
    yield from repeats.of_repeats(f"{title}\n{text}")
    yield from repeats.of_paragraphs(text)
    yield from wrong_words.of_words(kind, text)
    yield from counts.of_counts(text)
    yield from counts.of_villages(text, len(places))
    yield from enumerations.of_enumerations(text)
    yield from rates.of_rates(text)
    yield from extremes.of_extremes(text)
    yield from citations.of_citations(text)
    yield from sums.of_sums(text, own)
    yield from near_names.of_names(f"{title}\n{text}", places, town, _sounds)
    yield from known_terms.of_terms(f"{title}\n{text}", _sounds)
    yield from numerals.of_numerals(text)
    yield from short_names.of_short_names(text)
    about = values["period"] or ""
    filled_of = periods.parse(about) if about and drafts.subject_in(about) is None else None
    yield from told_periods.of_periods(title, text, filled_of if filled.lines else None)
    yield from _references(work, body)


def _known(work: Workplace) -> tuple[str, ...]:
    settings = work.settings
    set_up = re.split(
        r"[、，,;；]", f"{settings['addressee'] or ''}，{settings['copies_to'] or ''}"
    )
    named = (name for name, _ in drafts.recipients(work))
    return tuple(filter(None, (*named, *map(str.strip, set_up))))


def _sounds(char: str) -> tuple[str, ...]:
    # Of a character that no table knows nobody can say how it sounds.
    return next(iter(pinyin.spelling(char)), ())


def _places(work: Workplace) -> tuple[frozenset[str], str]:
    """The villages by their names, and the office's town."""
    with work.database.reading() as session:
        named = frozenset(each.name for each in villages.registered(session))
    return named, str(work.settings["town"])


def _offices(work: Workplace) -> tuple[str, ...]:
    settings = work.settings
    office, town = str(settings["office"]), str(settings["town"])
    names = (office, str(settings["letterhead"] or office).removesuffix("文件"), town)
    return tuple(filter(None, names))


def _references(work: Workplace, body: str) -> Iterator[Finding]:
    with work.database.reading() as session:
        for series in register.every_series(session):
            for found in dict.fromkeys(
                re.findall(rf"{re.escape(series)}〔(\d{{4}})〕(\d{{1,6}})号", body)
            ):
                year, sequence = int(found[0]), int(found[1])
                paper = register.of_number(session, series, year, sequence)
                state = paper[1] if paper else None
                last = register.last_number(session, series, year) or 0
                if state == VOID or (state is None and sequence > last):
                    number = document_number(series, year, sequence)
                    yield gates.of_reference(number, void=state == VOID)
