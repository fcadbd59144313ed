"""The neutral questionnaire and the comparison of its two entries (问卷、双录核对).

The sheet that is printed and the entry that is typed ask these questions, in this order, with these
codes. The program records what residents answered; it holds no name, no house number and no
telephone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what is asked, and what may be answered; the answers' codes are 1, 2, 3…

    ``hits`` are the codes that count as satisfied for the poll figure ``figure``.
    """

    code: str
    text: str
    options: tuple[str, ...]
    figure: str = ""
    hits: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """第1题: as it is numbered on paper."""
        return f"第{self.code[1:]}题"

    @property
    def codes(self) -> tuple[str, ...]:
        """1, 2, 3… for the options, as printed before them."""
        return tuple("12345678"[: len(self.options)])

    @property
    def answers(self) -> tuple[str, ...]:
        """Each code with its words: 1 很安全."""
        return tuple(map(" ".join, zip(self.codes, self.options, strict=True)))


_SCALE = ("很安全", "比较安全", "一般", "不太安全", "很不安全", "说不清")
_LIKING = ("很满意", "比较满意", "一般", "不太满意", "很不满意", "说不清")
QUESTIONS: tuple[Question, ...] = (
    Question("Q1", "您觉得住在本村（社区）安全还是不安全？", _SCALE, "safe", ("1", "2")),
    Question("Q2", "您对本村（社区）的治安工作满意还是不满意？", _LIKING, "satisfied", ("1", "2")),
    Question(
        "Q3",
        "本镇在开展平安建设工作，您以前知道吗？",
        ("知道", "听说过", "不知道", "说不清"),
        "aware",
        ("1", "2"),
    ),
    Question(
        "Q4",
        "最近半年，您有没有参加过村里组织的平安建设活动？",
        ("参加过", "没有参加过", "记不清"),
        "took_part",
        ("1",),
    ),
    Question(
        "Q5",
        "最近一个月的晚上，您在村里有没有见到过巡逻的人？",
        ("经常见到", "见到过", "没有见到过", "没有留意"),
    ),
    Question("Q6", "最近半年，有没有干部到您家走访过？", ("有", "没有", "记不清")),
    Question(
        "Q7",
        "村里发生纠纷时，您觉得处理得怎么样？",
        ("及时", "一般", "不及时", "没有遇到过", "说不清"),
    ),
)
BLANK = ""
# The first entries were stored with letters.
_LETTERS = str.maketrans("ABCDEFGH", "12345678")


def answer_problems(answers: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each answer that is not one of the codes; a blank answer is allowed."""
    found = {}
    for question in QUESTIONS:
        given = answers.get(question.code, BLANK)
        if given and given not in question.codes:
            allowed = "、".join(question.codes)
            found[question.code] = (
                f"{question.label}只能填{allowed}，没有作答就留空，现在是“{given}”。"
            )
    return found


def discordant(first: Sequence[str], second: Sequence[str]) -> tuple[int, ...]:
    """The positions at which two entries of one paper differ."""
    return tuple(i for i, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1])


def tally(papers: Sequence[Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Satisfied and valid answers of each poll figure over papers whose entries agree.

    Unanswered questions (blank) are not valid answers of their question.
    """
    found = {}
    for place, question in enumerate(QUESTIONS):
        if not question.figure:
            continue
        given = [paper[place] for paper in papers if paper[place] != BLANK]
        found[question.figure] = (sum(each in question.hits for each in given), len(given))
    return found


FIGURES = tuple(question.figure for question in QUESTIONS if question.figure)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the papers of one village come to: a single sample for all four figures.

    A paper that leaves one of the four questions blank is not valid for any of them: ``left_out``.
    说不清 and 记不清 are answers: they belong to the sample and count for no figure.
    """

    sample: int
    hits: Mapping[str, int]
    left_out: int


def counted(papers: Sequence[Sequence[str]]) -> Counts:
    """Sample and counts over papers whose two entries agree; their order does not matter."""
    places = [place for place, question in enumerate(QUESTIONS) if question.figure]
    valid = [paper for paper in papers if all(paper[place] != BLANK for place in places)]
    found = {figure: hits for figure, (hits, _given) in tally(valid).items()}
    return Counts(len(valid), found, len(papers) - len(valid))


def packed(answers: Sequence[str]) -> str:
    """The answers as they are stored: ``1,2,,3``."""
    return ",".join(answers)


def unpacked(stored: str) -> tuple[str, ...]:
    """One code per question from what is stored; questions asked later are blank."""
    given = stored.translate(_LETTERS).split(",")
    return tuple((given[at] if at < len(given) else BLANK) for at in range(len(QUESTIONS)))


def spread(typed: str) -> tuple[str, ...]:
    """Codes typed in one go, one per question: ``123-4`` is 1, 2, 3, blank, 4; so is ``12304``.

    Raises:
        ValueError: a whole sentence; more codes than questions, or something else than codes.
    """
    marks = "".join(normalize("NFKC", typed).split()).replace("-", "0")
    strange = sorted({mark for mark in marks if mark not in "012345678"})
    if strange:
        raise ValueError(f"答案只能填数字，没有作答填“0”或“-”，看不懂“{'、'.join(strange)}”。")
    if len(marks) > len(QUESTIONS):
        raise ValueError(f"问卷一共 {len(QUESTIONS)} 题，填了 {len(marks)} 个答案，请改正。")
    return tuple(BLANK if mark == "0" else mark for mark in marks)
