"""Paper questionnaires entered twice, compared, settled and tallied (问卷录入、双录核对)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import PollResult, QuestionnaireEntry
from gaotang_desktop.data.queries import polls as queries
from gaotang_desktop.data.queries import villages
from gaotang_desktop.domain import questionnaires as rules
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.questionnaires import QUESTIONS
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

Papers = dict[tuple[int, int], dict[int, tuple[str, ...]]]


class Difference(NamedTuple):
    """One question of one paper that its two entries have differently."""

    village_id: int
    village: str
    sheet: int
    place: int
    first: str
    second: str

    @property
    def label(self) -> str:
        """第2题."""
        return QUESTIONS[self.place].label


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the entry of a poll's questionnaires is."""

    papers: int
    once: tuple[tuple[str, int], ...]
    differences: tuple[Difference, ...]

    @property
    def ready(self) -> bool:
        """Whether every paper was entered twice and both entries agree."""
        return self.papers > 0 and not self.once and not self.differences

    @property
    def words(self) -> str:
        """``问卷 40 份，两遍都录了 38 份，有 3 处不一致``."""
        if not self.papers:
            return "这期还没有录入问卷。"
        said = f"问卷 {self.papers} 份，两遍都录了 {self.papers - len(self.once)} 份，"
        if self.differences:
            return said + f"有 {len(self.differences)} 处不一致。"
        return said + ("已录两遍的都一致。" if self.once else "全部一致。")


class Tallied(NamedTuple):
    """What the papers came to: villages stored, valid papers, papers left out, villages replaced."""

    villages: int
    valid: int
    left_out: int
    replaced: int


class EntryInvalid(Invalid):
    """Answers that cannot be; ``problems`` by paper and question; nothing was stored."""

    def __init__(self, problems: Mapping[tuple[int, str], str]) -> None:
        self.problems = dict(problems)
        super().__init__({f"{sheet}.{code}": said for (sheet, code), said in problems.items()})


def entered(
    work: Workplace, poll_id: int, village_id: int, entry: int
) -> dict[int, tuple[str, ...]]:
    """The papers of a village as one of the two entries has them, by the paper's number.

    Whoever enters the second time must not see the first: ask for one entry only.
    """
    with work.database.reading() as session:
        return {
            row.sheet: rules.unpacked(row.answers)
            for row in queries.entries(session, poll_id, village_id)
            if row.entry == entry
        }


def enter(
    work: Workplace,
    poll_id: int,
    village_id: int,
    entry: int,
    papers: Mapping[int, Sequence[str]],
    *,
    by: str = "",
) -> int:
    """Store one entry of several papers in one step; returns how many changed.

    A paper without any answer that was there before goes to the recycle bin.

    Raises:
        EntryInvalid: a sentence for each answer that is none; nothing is stored.
    """
    problems = {
        (sheet, code): said
        for sheet, answers in papers.items()
        for code, said in rules.answer_problems(_by_code(answers)).items()
    }
    if problems:
        raise EntryInvalid(problems)
    before = entered(work, poll_id, village_id, entry)
    changed = {
        sheet: tuple(answers)
        for sheet, answers in papers.items()
        if tuple(answers) != before.get(sheet, (rules.BLANK,) * len(QUESTIONS))
    }
    if not changed:
        return 0
    name = records.get(work, "villages", village_id)["name"]
    with work.database.operation(f"录入问卷：{name}第{entry}遍 {len(changed)} 份") as session:
        for sheet, answers in changed.items():
            stored = queries.entry(session, poll_id, village_id, sheet, entry)
            if not any(answers):
                if stored is not None:
                    stored.binned_at = work.now()
                continue
            if stored is None:
                stored = QuestionnaireEntry(
                    poll_id=poll_id, village_id=village_id, sheet=sheet, entry=entry
                )
                session.add(stored)
            stored.answers = rules.packed(answers)
            stored.entered_by = by or None
    return len(changed)


def _by_code(answers: Sequence[str]) -> dict[str, str]:
    return {question.code: given for question, given in zip(QUESTIONS, answers, strict=True)}


def _papers(session: Session, poll_id: int) -> Papers:
    found: Papers = defaultdict(dict)
    for row in queries.entries(session, poll_id):
        found[row.village_id, row.sheet][row.entry] = rules.unpacked(row.answers)
    return found


def standing(work: Workplace, poll_id: int) -> Standing:
    """How many papers there are, which were entered once only, and where entries differ."""
    with work.database.reading() as session:
        papers, names = _papers(session, poll_id), villages.names(session)
    once, differing = [], []
    for (village_id, sheet), entries in papers.items():
        village = names.get(village_id, "")
        if len(entries) < 2:
            once.append((village, sheet))
            continue
        differing += [
            Difference(village_id, village, sheet, place, entries[1][place], entries[2][place])
            for place in rules.discordant(entries[1], entries[2])
        ]
    return Standing(len(papers), tuple(once), tuple(differing))


def settle(work: Workplace, poll_id: int, answers: Mapping[tuple[int, int, int], str]) -> int:
    """Put right what differs, by village, paper and question; one step; returns how many.

    The paper was looked up: whichever entry says otherwise is corrected, the history keeps what
    it was. An answer may also be neither of the two.

    Raises:
        Invalid: an answer is none of the question's codes; nothing is stored.
    """
    for (_village, sheet, place), answer in answers.items():
        code = QUESTIONS[place].code
        if said := rules.answer_problems({code: answer}):
            raise Invalid({code: f"{sheet} 号问卷{said[code]}"})
    if not answers:
        return 0
    with work.database.operation(f"核对问卷：改正 {len(answers)} 处不一致") as session:
        for (village_id, sheet, place), answer in answers.items():
            for number in (1, 2):
                stored = queries.entry(session, poll_id, village_id, sheet, number)
                if stored is None:
                    continue
                given = list(rules.unpacked(stored.answers))
                if given[place] != answer:
                    given[place] = answer
                    stored.answers = rules.packed(given)
    return len(answers)


def tally(work: Workplace, poll_id: int) -> Tallied:
    """Make the poll's results from its questionnaires (生成民调结果); one step.

    Villages without questionnaires keep what they have. A village whose papers are all invalid
    has no sample and gets no result.

    Raises:
        Conflict: papers were entered once only, or entries still differ.
        NotFound: the poll is gone.
    """
    name = records.get(work, "polls", poll_id)["name"]
    found = standing(work, poll_id)
    if not found.papers:
        raise Conflict("这期还没有录入问卷，没有可以汇总的。")
    if found.once:
        raise Conflict(
            f"还有 {len(found.once)} 份问卷只录了一遍：{_sheets(found.once)}。请先录第二遍。"
        )
    if found.differences:
        raise Conflict(f"还有 {len(found.differences)} 处两遍不一致，请先核对。")
    with work.database.reading() as session:
        papers = _papers(session, poll_id)
    by_village: dict[int, list[tuple[str, ...]]] = defaultdict(list)
    for (village_id, _sheet), entries in papers.items():
        by_village[village_id].append(entries[1])
    counts = {number: rules.counted(mine) for number, mine in by_village.items()}
    replaced = stored_now = 0
    with work.database.operation(f"按问卷生成民调结果：{name}") as session:
        for village_id, mine in counts.items():
            if not mine.sample:
                continue
            stored = queries.result(session, poll_id, village_id)
            if stored is None:
                stored = PollResult(poll_id=poll_id, village_id=village_id)
                session.add(stored)
            elif stored.sample != mine.sample or any(
                getattr(stored, figure) != hits for figure, hits in mine.hits.items()
            ):
                replaced += 1
            stored.sample = mine.sample
            for figure, hits in mine.hits.items():
                setattr(stored, figure, hits)
            stored_now += 1
    return Tallied(
        stored_now,
        sum(mine.sample for mine in counts.values()),
        sum(mine.left_out for mine in counts.values()),
        replaced,
    )


def _sheets(once: Iterable[tuple[str, int]]) -> str:
    named = [f"{village} {sheet} 号" for village, sheet in once]
    return "、".join(named[:5]) + (f"等 {len(named)} 份" if len(named) > 5 else "")


def last_village(work: Workplace, poll_id: int) -> int | None:
    """The village of the paper that was entered last; ``None`` while there is none."""
    with work.database.reading() as session:
        rows = queries.entries(session, poll_id)
    return max(rows, key=lambda row: row.id).village_id if rows else None
