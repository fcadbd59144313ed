"""What a sheet does not say is said once for all its rows, on the command line."""

import json

import pytest
from openpyxl import Workbook

from gaotang_desktop.__main__ import main


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("office")
    villages = made / "村.csv"
    villages.write_text("村名\n北村\n江村\n", encoding="utf-8")
    assert main(["--data", str(made / "data"), "import", "villages", str(villages)]) == 0
    return made


@pytest.fixture
def take(folder, capsys):
    def take(kind, text, *options, name="来表"):
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        words = ["--data", str(folder / "data"), "import", kind, str(path), "--dry-run", *options]
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return take


LACKING = "登记日期,诉求内容\n2026-10-05,路灯不亮\n2026-10-06,井盖坏了\n"


def test_a_lacking_column_is_refused_in_one_sentence_with_the_option_that_fills_it(take):
    code, _, said = take("intakes", LACKING)
    assert code == 1
    assert said.count("表里没有“途径”这一列") == 1
    assert "“途径”能填的有：来访、来电、12345热线" in said
    assert "各行都一样的，请加上 --fill 途径=要填的值，例如 --fill 途径=来访。" in said


def test_a_file_that_is_named_after_a_choice_fills_the_lacking_column_and_says_so(take):
    code, _, said = take("intakes", LACKING, name="市民热线工单导出")
    assert code == 0
    assert "途径取自“市民热线工单导出”：12345热线。" in said


def test_the_option_fills_every_row_and_says_so(take):
    code, out, _ = take("intakes", LACKING, "--fill", "途径=来电", "--json")
    told = json.loads(out)
    assert (code, told["imported"]) == (0, 2)
    left = [(each["column"], each["stored"]) for each in told["gaps"]]
    assert left == [("首问责任人", True), ("村", True), ("交办单位", True)]
    assert told["filled"] == [{"column": "途径", "value": "来电", "rows": 2, "whole": True}]


def test_a_column_in_other_words_is_filled_and_the_field_is_named(take):
    code, _, said = take("intakes", LACKING, "--fill", "来访方式=来电", "--fill", "重复访=是")
    assert code == 0
    assert "“重复访”在诉求里是“重复诉求”。" in said
    assert "表里没有“重复诉求”，2 行统一填的是“是”。" in said


def test_a_day_that_is_lacking_is_asked_for_with_a_writing(take):
    _, _, said = take("patrols", "村,带班人,人数\n北村,李四,3\n")
    assert "各行都一样的，请加上 --fill 夜晚=要填的值，例如 --fill 夜晚=2026-10-09。" in said


def test_a_poll_that_is_not_registered_is_asked_about_with_the_option_that_registers_it(take):
    _, _, said = take("poll-results", "村,有效样本,感到安全\n北村,20,19\n", name="2026年11月")
    assert "“民意调查”里的“2026年11月民调”不认识" in said
    assert "是新的民意调查，加上 --register 民意调查=省（或者别的级别）。" in said
    assert "--fill" not in said


def test_many_empty_cells_are_one_line_for_the_file_and_few_are_named(take):
    head, rest = "夜晚,村,带班人,人数\n", "2026-10-07,江村,李四,四五\n"
    empty = [f"2026-10-{day:02},北村,,3\n" for day in range(10, 16)]
    code, _, said = take("patrols", head + "".join(empty) + rest)
    assert code == 1
    assert said.count("有 6 行没有“带班人”。") == 1
    assert "请填写“带班人”" not in said
    assert "第 8 行 人数" in said
    _, _, said = take("patrols", head + "".join(empty[:2]) + rest)
    assert said.count("有 2 行没有“带班人”。") == 1
    assert said.count("请填写“带班人”") == 2
    _, out, _ = take("patrols", head + "".join(empty[:2]) + rest, "--json")
    assert [(each["column"], each["rows"]) for each in json.loads(out)["gaps"]] == [("带班人", 2)]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("途经=来电", "诉求没有“途经”这一项可以填。可以填的有：登记日期、途径"),
        ("途径=飞鸽", "“途径”不能都填“飞鸽”：“途径”只能是来访、来电"),
        ("途径", "要写成 --fill 列名=值"),
        ("编号=2026-001", "没有“编号”这一项可以填"),
    ],
)
def test_a_wrong_option_gets_a_whole_sentence(take, option, said):
    code, _, told = take("intakes", LACKING, "--fill", option)
    assert code == 1
    assert said in told
    code, _, told = take("intakes", LACKING, "--fill", "途径=来电", "--fill", "way=来访")
    assert "“途径”写了两次 --fill" in told


SHOPS = "日期,类别,村,场所\n2026-10-05,食品药品,北村,聚香园\n2026-10-06,卫生,北村,惠民超市\n"


def test_unknown_words_are_told_with_the_options_that_say_what_they_are(take):
    code, _, said = take("inspections", SHOPS)
    assert code == 1
    assert "“场所”里的“聚香园”、“惠民超市”不认识" in said
    assert "是新的场所，加上 --register 场所=餐饮（或者别的类型）。" in said
    assert "加上 --meant 列名:写的词=意思，例如 --meant 类别:卫生=夜巡督查。" in said
    told = json.loads(take("inspections", SHOPS, "--json")[1])["unknown"]
    assert {
        "column": "场所",
        "value": "聚香园",
        "rows": 1,
        "offers": [],
        "registers": ["places"],
    } in told
    options = ("--register", "场所=餐饮", "--meant", "类别：卫生=食品药品")
    code, out, _ = take("inspections", SHOPS, *options, "--json")
    assert (code, json.loads(out)["imported"]) == (0, 2)
    assert any("新登记的场所" in note for note in json.loads(out)["notes"])


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--register", "场所", "登记场所要写明类型：--register 场所=餐饮；能写的有：餐饮、"),
        ("--register", "矛盾纠纷", "只凭名称能登记的是"),
        ("--meant", "讲座=集中宣传", "要写成 --meant 列名:写的词=意思"),
        ("--meant", "类别:卫生=扫地", "“卫生”不能读作“扫地”"),
    ],
)
def test_a_wrong_answer_about_names_gets_a_whole_sentence(take, option, value, said):
    code, _, told = take("inspections", SHOPS, option, value)
    assert code == 1
    assert said in told


def test_worksheets_are_chosen_and_told(folder, capsys):
    book = Workbook()
    for name, day in (("9月", "2026-09-05"), ("样表", "2026-10-05")):
        sheet = book.create_sheet(name)
        sheet.append(["夜晚", "村", "开始", "结束", "带班人", "人数"])
        sheet.append([day, "北村", "20:00", "22:00", "李四", 3])
    path = folder / "几张表.xlsx"
    book.save(path)
    words = ["--data", str(folder / "data"), "--json", "import", "patrols", str(path), "--dry-run"]
    told = []
    for more in ((), ("--worksheet", "样表"), ("--worksheet", "9月", "--worksheet", "样表")):
        assert main([*words, *more]) == 0
        told.append(json.loads(capsys.readouterr().out))
    read = [[each["name"] for each in one["worksheets"] if each["read"]] for one in told]
    assert read == [["9月"], ["样表"], ["9月", "样表"]]
    assert [one["imported"] for one in told] == [1, 1, 2]
    assert main([each for each in words if each != "--json"]) == 0
    assert "请加上 --worksheet 名字，例如 --worksheet 样表。" in capsys.readouterr().err
    assert told[0]["worksheets"][0] == {"name": "Sheet", "rows": 0, "read": False, "hidden": False}


STRANGE = "日子甲,归属,性质分,来龙去脉\n2026-10-05,北村,消防安全,灭火器过期\n2026-10-06,江村,消防安全,无\n"
SAID = ("--column", "日子甲=日期", "--column", "归属=村", "--column", "性质分=类别")


def test_columns_in_words_of_their_own_are_assigned_and_remembered_for_the_same_heads(
    folder, capsys, take
):
    code, _, said = take("inspections", STRANGE)
    assert code == 1
    assert "没有找到表头" in said
    code, _, said = take("inspections", STRANGE, *SAID[2:])
    assert (code, "加上 --column 列名=项，例如 --column 日子甲=日期。" in said) == (1, True)
    whole = (*SAID, "--column", "来龙去脉=问题", "--json")
    code, out, _ = take("inspections", STRANGE, *whole)
    assert (code, json.loads(out)["imported"]) == (0, 2)
    path = folder / "来表.csv"
    words = ["--data", str(folder / "data"), "import", "inspections", str(path)]
    assert main([*words, *whole]) == 0
    capsys.readouterr()
    again = STRANGE.replace("-05", "-07").replace("-06", "-08").replace("过期", "失压")
    code, out, _ = take("inspections", again, "--json")
    told = json.loads(out)
    assert (code, told["imported"]) == (0, 2)
    assert any("按同样的表上次说的：“日子甲”是日期" in note for note in told["notes"])
    assert any("登记为检查发现的问题" in note for note in told["notes"])


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("日子甲", "要写成 --column 表里的列名=项"),
        ("日子甲=飞鸽", "没有“飞鸽”这一项"),
        ("没有的列=日期", "表里没有“没有的列”这一列。表头有：登记日期、诉求内容。"),
    ],
)
def test_a_wrong_column_gets_a_whole_sentence(take, option, said):
    kind = "intakes" if "没有的" in option else "inspections"
    option = option.replace("=日期", "=登记日期") if kind == "intakes" else option
    code, _, told = take(kind, LACKING, "--column", option)
    assert (code, said in told) == (1, True)
