import pytest

from gaotang_desktop.domain.documents.town_words import town_words

SAID = "各村、镇直各单位：全镇24个村，镇综治中心抽查；整改情况报镇综治中心，我镇请镇政府支持。"


@pytest.mark.parametrize(
    ("town", "words"),
    [
        ("河口镇", SAID),
        ("", SAID),
        ("河口乡", "各村、乡直各单位：全乡24个村，乡综治中心抽查；整改情况报乡综治中心，我乡请乡政府支持。"),
        ("城关街道办事处", "各村、街道各单位：全街道24个村，街道综治中心抽查；整改情况报街道综治中心，"
                           "我街道请街道办事处支持。"),
    ],
)  # fmt: skip
def test_a_paper_speaks_of_the_town_as_what_it_is(town, words):
    assert town_words(town)(SAID) == words


@pytest.mark.parametrize(
    "name", ["高塘镇综治中心", "城镇", "乡镇", "小镇村", "镇南村", "安全镇长", "市镇直属库"]
)
def test_names_and_other_words_stay_as_they_are(name):
    assert town_words("河口乡")(f"由{name}来") == f"由{name}来"
