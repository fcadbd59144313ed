"""The checklist that is taken along: every item with two boxes, a page for each kind of place."""

from io import BytesIO

import pdfplumber
import pytest
from builders import open_work, village

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.inspections import PLACE_TYPES
from gaotang_desktop.services import inspections, records
from gaotang_desktop.services.papers import catalogue, plain_papers


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened)
    yield opened
    opened.close()


def pages(sheet):
    content, _made = pdf_bytes(sheet)
    with pdfplumber.open(BytesIO(content)) as pdf:
        return ["".join(page.extract_text().split()) for page in pdf.pages]


def test_every_kind_of_place_has_its_page_with_two_boxes_for_each_item(work):
    texts = pages(catalogue.paper(work, "checklist-form"))
    with_items = [
        each for each in PLACE_TYPES
        if inspections.checklist(work, place_type=each, place_id=None)
    ]  # fmt: skip
    assert len(texts) == len(with_items) > 3
    for kind, text in zip(with_items, texts, strict=True):
        items = inspections.checklist(work, place_type=kind, place_id=None)
        assert kind in text
        assert "安全检查表" in text
        assert all("".join(item.split()) in text for item in items)
        assert text.count("□") == 2 * len(items) + 2
        assert text.count("下打勾") == 2, "each page is handed out alone"


def test_an_item_stands_beside_its_boxes_however_few_there_are(work):
    content, _made = pdf_bytes(catalogue.paper(work, "checklist-form"))
    with pdfplumber.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            boxes = [c for c in page.chars if c["text"] == "□"][:-2]
            for line in {round(box["top"]) for box in boxes}:
                beside = [
                    c for c in page.chars
                    if c["x0"] < boxes[0]["x0"] and abs(c["top"] - line) < 3 and c["text"] not in "□"
                ]  # fmt: skip
                assert len(beside) > 3


def test_the_form_of_one_place_bears_its_name_and_what_was_changed_in_the_list(work):
    place = records.save(
        work, "places", {"name": "老街加油站", "place_type": "加油站", "address": "国道旁 3 号"}
    )
    records.save(work, "checklist-items", {"place_type": "加油站", "text": "油罐区没有杂物"})
    listed = records.listing(work, "checklist-items")
    at = listed.column("place_type")
    first = next(i for i, row in zip(listed.ids, listed.rows, strict=True) if row[at] == "加油站")
    gone = records.get(work, "checklist-items", first)["text"]
    records.save(work, "checklist-items", {"in_use": False}, record_id=first)
    [text] = pages(plain_papers.checklist_forms(work, place_id=place))
    assert "老街加油站" in text
    assert "国道旁3号" in text
    assert "油罐区没有杂物" in text
    assert "".join(gone.split()) not in text


def test_a_kind_of_place_without_a_list_is_said_and_many_items_go_on_overleaf(work):
    with pytest.raises(DomainError, match="“诊所”还没有检查清单"):
        plain_papers.checklist_forms(work, place_types=("诊所",))
    for number in range(60):
        records.save(
            work, "checklist-items", {"place_type": "诊所", "text": f"第{number}项应当符合要求"}
        )
    texts = pages(plain_papers.checklist_forms(work, place_types=("诊所",)))
    assert len(texts) > 1
    assert all(f"第{number}项应当符合要求" in "".join(texts) for number in range(60))
