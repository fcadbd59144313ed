"""The rules of the register: numbers without gap or reuse, names that every disk takes."""

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.documents.registers import file_name, gaps, next_sequence


@given(st.integers(1, 500), st.integers(1, 60))
def test_numbers_given_one_after_the_other_have_no_gap_and_no_double(first, count):
    given_numbers: list[int] = []
    for _ in range(count):
        last = given_numbers[-1] if given_numbers else None
        given_numbers.append(next_sequence(last, first))
    assert given_numbers == list(range(first, first + count))
    assert gaps(given_numbers) == ()


def test_a_missing_number_is_named():
    assert gaps([3, 4, 7]) == (5, 6)
    assert gaps([]) == ()


def test_a_file_is_called_by_number_and_title():
    assert (
        file_name("高综治〔2026〕3号", "关于夜巡的通报") == "高综治〔2026〕3号 关于夜巡的通报.pdf"
    )
    assert file_name("", 'a/b:c*?"<>|', suffix=".docx") == "a／b：c＊？＂＜＞｜.docx"
    assert file_name("换\n行\t符") == "换 行 符.pdf"
    assert file_name("con") == "con_.pdf"
    assert file_name(" . ") == "公文.pdf"


@given(st.text(max_size=400))
def test_every_title_gives_a_name_that_windows_and_linux_take(title):
    name = file_name(title)
    assert not set(name) & set('\\/:*?"<>|\r\n\t\0')
    assert len(name.encode("utf-8", "surrogatepass")) <= 255
    assert name.endswith(".pdf")
    assert name.removesuffix(".pdf").strip(" .")
