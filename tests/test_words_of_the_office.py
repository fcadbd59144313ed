"""No word that only a statistician or a programmer knows stands in window, papers or workbooks."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "gaotang_desktop"
# 样本 882 份, 可信范围, 抽签号 and 第2版 say the same to a clerk.
FORBIDDEN = re.compile(
    r"置信|威尔逊|[Ww]ilson|种子|(?<!\w)n=|样本 ?n|重抽(?:样| ?1|一)|抽样误差|95% ?区间|标准差|方差|分位数"
    r"|算法|参数|字段|数据库|哈希|(?<![A-Za-z_])v(?:\d|$)"
)
CHINESE = re.compile(r"[一-鿿]")


def docstrings(tree):
    """Strings that stand alone as a statement: said to readers of the code only."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def words_of(source):
    """Every string with a Chinese character in it, with the fixed pieces of its sentence."""
    tree = ast.parse(source)
    aside = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            pieces = [each.value for each in node.values if isinstance(each, ast.Constant)]
            if any(CHINESE.search(each) for each in pieces) or " v" in pieces:
                yield from pieces
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            said = node.value if id(node) not in aside else ""
            if CHINESE.search(said):
                yield said


@pytest.mark.parametrize("room", sorted(each.name for each in PACKAGE.iterdir()))
def test_what_the_program_says_has_no_word_that_no_clerk_knows(room):
    files = [PACKAGE / room] if room.endswith(".py") else sorted((PACKAGE / room).rglob("*.py"))
    found = [
        f"{path.relative_to(ROOT)}: {words}"
        for path in files
        for words in words_of(path.read_text(encoding="utf-8"))
        if FORBIDDEN.search(words)
    ]
    assert not found


def test_neither_has_the_manual():
    found = [
        f"{path.name}: {line}"
        for path in sorted((ROOT / "docs" / "manual").glob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if FORBIDDEN.search(line)
    ]
    assert not found


@pytest.mark.parametrize(
    "said",
    ['f"{points} n={sample} 样本"', 'f"{name} v{version}"', '"95%置信区间"', '"按种子抽取"'],
)
def test_the_words_that_stood_there_are_found(said):
    assert any(FORBIDDEN.search(words) for words in words_of(f"said = {said}"))
