"""A sheet of 诉求 that says what each became: a dispute by its number, an opinion by its 工单号 or its words."""

from datetime import date

import pytest
from builders import open_work, unit, village

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

HEAD = "受理日期,来源,诉求内容,村,首问责任人,分流,矛盾纠纷编号,意见编号"


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened, "北村")
    unit(opened, "司法所")
    given = {"village_id": 1, "unit_id": 1}
    records.save(
        opened, "disputes",
        {**given, "found_on": date(2026, 9, 2), "category_id": 1, "risk": "低", "summary": "排水"},
    )  # fmt: skip
    for number, text in (("YJ-3", "路灯不亮"), ("YJ-4", "垃圾没有清"), ("YJ-4", "树挡了路")):
        records.save(
            opened, "opinions",
            {**given, "received_on": date(2026, 9, 3), "text": text, "order_number": number},
        )  # fmt: skip
    yield opened
    opened.close()


def taken(work, tmp_path, dispute, opinion, sort="意见"):
    path = tmp_path / "诉求.csv"
    path.write_text(
        f"{HEAD}\n2026-09-02,来访,巷子里积水,北村,王芳,{sort},{dispute},{opinion}\n", "utf-8"
    )
    return imports.import_sheet(work, "intakes", path)


@pytest.mark.parametrize("said", ["YJ-3", "yj-3", "路灯不亮"])
def test_an_opinion_is_known_by_the_number_of_its_order(work, tmp_path, said):
    result = taken(work, tmp_path, "", said)
    assert (result.imported, [each.message for each in result.errors]) == (1, [])
    [made] = records.listing(work, "intakes").ids
    values = records.get(work, "intakes", made)
    assert (values["opinion_id"], values["sort"]) == (1, "意见")


def test_a_number_that_two_opinions_have_names_neither(work, tmp_path):
    result = taken(work, tmp_path, "", "YJ-4")
    assert result.imported == 0
    assert "YJ-4" in result.errors[0].message


def test_an_intake_that_became_two_things_at_once_is_refused(work, tmp_path):
    number = records.get(work, "disputes", 1)["number"]
    result = taken(work, tmp_path, number, "YJ-3")
    assert result.imported == 0
    assert "一件诉求只能转成一样" in result.errors[0].message
    assert records.listing(work, "intakes").ids == ()
