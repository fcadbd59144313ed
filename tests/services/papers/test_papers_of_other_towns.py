"""A 乡 and a 街道 have the same papers, in their own words."""

from datetime import date

import builders
import pytest

from gaotang_desktop.domain.documents.covering import covered
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services.papers import catalogue


def said(paper):
    texts = []
    covered(paper, lambda text: texts.append(text) or text)
    return "\n".join(texts)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = builders.open_work(tmp_path_factory.mktemp("other") / "data")
    for name in ("东村", "西村"):
        builders.patrol(opened, builders.village(opened, name), date(2026, 10, 5))
    yield opened
    opened.close()


@pytest.mark.parametrize(("town", "level"), [("河口乡", "乡"), ("城关街道", "街道")])
def test_no_paper_calls_another_town_a_zhen(work, town, level):
    work.change_settings(
        {"town": town, "office": f"{town}综治中心", "letterhead": f"{town}综治中心文件"}
    )
    papers = {}
    for each in catalogue.DOCUMENTS:
        try:
            papers[each.name] = said(catalogue.paper(work, each.name))
        except DomainError:
            continue  # there is nothing to tell of
    assert {name for name, text in papers.items() if "镇" in text} == set()
    assert f"全{level}" in papers["patrol-circular"]
    assert f"{level}综治中心" in papers["patrol-circular"]
