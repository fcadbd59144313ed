"""What this program does not keep is refused in a sentence that names what of it can be kept."""

import builders
import pytest

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.imports import Choices

CHECKS = "抽查日期,村,抽查台账,抽查条数,属实条数,核实人\n2026-10-08,郭桥村,纠纷台账,10,9,张三\n"
VISITS = "日期,村,走访人,被走访人,走访内容\n2026-10-08,郭桥村,张三,王小明,了解生活\n"
PERSONS = "村,姓名,身份证号,类别\n郭桥村,王小明,,社区矫正\n"


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened, "郭桥村")
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def take(into, text, **fills):
        path = tmp_path / "来表.csv"
        path.write_text(text, encoding="utf-8")
        return imports.import_sheet(work, into, path, choices=Choices(fills=fills))

    return take


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("spot-checks", CHECKS, "这一次抽查进“检查督查”（类别写“资料台账”）"),
        ("missed-nights", CHECKS, "本程序不登记一条台账属实不属实，没有导入"),
        ("publicity-activities", VISITS, "本程序不登记走访到的每一个人，没有导入"),
        ("grid-counts", VISITS, "网格员一个月走访的户数，进“网格月报”"),
        ("key-group-counts", PERSONS, "本程序不登记重点人员的姓名和身份证号，只登记人数"),
    ],
)
def test_the_refusal_says_what_is_not_kept_and_what_can_be(work, take, kind, text, said):
    with pytest.raises(Unreadable) as refused:
        take(kind, text)
    assert said in str(refused.value)
    assert "--fill" not in str(refused.value)
    assert records.listing(work, kind).ids == ()


def test_visits_by_name_are_not_counted_as_activities_when_their_form_is_filled(work, take):
    with pytest.raises(Unreadable):
        take("publicity-activities", VISITS, form="入户走访")


def test_a_check_of_ledgers_is_an_inspection(work, take):
    text = "抽查日期,村,抽查内容\n2026-10-08,郭桥村,纠纷台账\n"
    asked = take("inspections", text, kind="资料台账")
    assert [each.column for each in asked.errors] == ["抽查内容"]  # nothing says what was found
    said = {"kind": "资料台账", "result": "未发现问题"}
    assert take("inspections", text, **said).imported == 1


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("opinions", "收到日期,村,内容\n2026-10-08,郭桥村,无\n"),
        ("findings", "发现日期,责任村,问题\n2026-10-08,郭桥村,无问题\n"),
    ],
)
def test_a_row_that_says_there_was_nothing_is_no_record_of_nothing(work, take, kind, text):
    told = take(kind, text)
    assert (told.imported, told.rejected, told.unchanged) == (0, 0, 1)
    assert records.listing(work, kind).ids == ()
