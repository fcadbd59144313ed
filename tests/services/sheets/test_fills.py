"""What a sheet does not say is filled in once for all rows; what stands there is never changed."""

import csv

import builders
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain.errors import DomainError, Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import choices, imports
from gaotang_desktop.services.sheets.imports import Choices

HEAD = ["登记日期", "村", "简要情况", "类别", "涉及人数"]
ROWS = [
    ["2026-10-05", "北村", "两家为院墙争吵", "邻里纠纷", "2"],
    ["2026-10-06", "江村", "欠工钱不给", "拖欠工资纠纷", "3"],
]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    work = builders.open_work(tmp_path_factory.mktemp("town") / "data")
    for name in ("北村", "江村"):
        builders.village(work, name)
    for name in ("派出所", "司法所"):
        builders.unit(work, name)
    yield work
    work.close()


@pytest.fixture
def written(tmp_path):
    def put(*rows, name="来表.csv"):
        path = tmp_path / name
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(rows)
        return path

    return put


@pytest.fixture
def tried(town, written):
    def take(kind, *rows, **said):
        return imports.import_sheet(
            town, kind, written(*rows), dry_run=True, choices=Choices(**said)
        )

    return take


def test_a_missing_column_is_named_as_a_field_that_one_value_can_fill(tried):
    with pytest.raises(imports.MissingColumns, match="表里没有“责任单位”") as told:
        tried("disputes", HEAD, *ROWS)
    assert [each.name for each in told.value.fields] == ["unit_id"]


def test_every_row_takes_the_value_and_the_outcome_says_so(tried):
    told = tried("disputes", HEAD, *ROWS, filled={"unit_id": "派出所"})
    assert (told.imported, told.rejected) == (2, 0)
    assert "责任单位照您说的填了“派出所”，共 2 行。" in told.notes


def test_a_cell_that_stands_there_is_never_changed_only_an_empty_one(tried):
    rows = [[*ROWS[0], "司法所"], [*ROWS[1], ""]]
    told = tried("disputes", [*HEAD, "责任单位"], *rows, filled={"unit_id": "派出所"})
    assert (told.imported, told.rejected) == (2, 0)
    assert "责任单位照您说的填了“派出所”，共 1 行。" in told.notes


def test_a_value_that_cannot_be_read_refuses_the_sheet_in_a_sentence(tried):
    with pytest.raises(Unreadable, match=r"给各行统一填的责任单位：名单里没有“派出索”.*派出所"):
        tried("disputes", HEAD, *ROWS, filled={"unit_id": "派出索"})


def test_the_rows_that_lack_something_say_which_field_it_is(tried):
    head = [*HEAD, "责任单位"]
    told = tried("disputes", head, [*ROWS[0], ""], [*ROWS[1], "派出所"])
    assert (told.imported, told.rejected, told.wanting) == (1, 1, {"unit_id"})


def test_what_is_filled_never_replaces_what_a_record_says(town, written):
    head = ["村", "类别"]
    village = builders.village(town, "河口社区", kind="社区")
    before = records.get(town, "villages", village)
    told = imports.import_sheet(
        town,
        "villages",
        written(head[:1], ["河口社区"]),
        choices=Choices(filled={"kind": "行政村"}),
    )
    assert (told.updated, told.rejected) == (0, 0)
    assert records.get(town, "villages", village) == before


def test_a_word_of_the_sheet_is_given_a_meaning_once(tried):
    head = ["日期", "村", "形式", "主题", "宣传材料"]
    rows = [
        ["2026-10-05", "北村", "设点 咨询", "防溺水", "100"],
        ["2026-10-06", "江村", "设点咨询", "防溺水", "100"],
    ]
    assert tried("publicity-activities", head, *rows).rejected == 2
    meant = {"form": {"设点咨询": "集中宣传"}}
    told = tried("publicity-activities", head, *rows, meanings=meant)
    assert [each.message for each in told.errors] == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("责任单位", "后面写“列名=值”"),
        ("责任单位=", "后面写“列名=值”"),
        ("责仼单位=派出所", "没有“责仼单位”这一列，可以写的有：.*责任单位"),
    ],
)
def test_a_fill_that_cannot_be_understood_is_said(said, sentence):
    with pytest.raises(DomainError, match=sentence):
        choices.named_fills("disputes", [said])


def test_two_values_or_meanings_for_one_thing_are_refused():
    with pytest.raises(DomainError, match="填了两次"):
        choices.named_fills("disputes", ["责任单位=派出所", "unit_id=司法所"])
    with pytest.raises(DomainError, match="两个意思"):
        choices.named_meanings("disputes", ["类别:甲=邻里纠纷", "类别：甲=其他纠纷"])


def test_the_command_says_which_option_to_add_and_takes_it(town, written, capsys):
    town_folder, path = town.folder, written(HEAD, *ROWS, name="十月.csv")
    town.close()
    assert main(["--data", str(town_folder), "import", "disputes", str(path)]) == 1
    said = capsys.readouterr().err
    assert "没有“责任单位”" in said
    assert "--fill 责任单位=…" in said
    assert "派出所、司法所" in said
    words = ["--fill", "责任单位=派出所", "--means", "类别:邻里纠纷=其他纠纷"]
    assert main(["--data", str(town_folder), "import", "disputes", str(path), *words]) == 0
    assert "新增 2" in capsys.readouterr().out


WORDS = st.sampled_from(["", "派出所", "司法所", "平安半"])


@given(cells=st.lists(WORDS, min_size=1, max_size=4), fill=st.sampled_from(["派出所", "司法所"]))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_filling_changes_only_the_rows_that_say_nothing(tmp_path_factory, cells, fill):
    work = builders.open_work(tmp_path_factory.mktemp("law") / "data")
    try:
        builders.village(work, "北村")
        for name in ("派出所", "司法所"):
            builders.unit(work, name)
        head = [*HEAD, "责任单位"]
        rows = [[*ROWS[0][:2], f"第{at}件", *ROWS[0][3:], cell] for at, cell in enumerate(cells)]
        text = "\n".join("\t".join(row) for row in [head, *rows])
        sheet = imports.read_pasted("disputes", text)
        from gaotang_desktop.domain.progress import Silent

        told = imports.import_rows(
            work, "disputes", sheet, dry_run=False, progress=Silent(), name="粘贴",
            choices=Choices(filled={"unit_id": fill}),
        )  # fmt: skip
        listed = records.listing(work, "disputes")
        kept = {
            row[listed.column("summary")]: row[listed.column("unit_id")].label
            for row in listed.rows
        }
        assert kept == {
            f"第{at}件": cell or fill for at, cell in enumerate(cells) if cell != "平安半"
        }
        assert told.rejected == cells.count("平安半")
    finally:
        work.close()
