"""A plan read, and stored, by the command line."""

import json
from collections import Counter

import pytest

from gaotang_desktop.__main__ import main

FIRST = (
    "甲办〔2024〕1号\n甲镇夜巡方案\n一、主要任务\n1、夜巡。（责任单位：派出所）\n2、亮灯。（责任单位：村建办）\n"
    "二、工作要求\n加强领导。\n"
)
SECOND = (
    "乙办〔2024〕2号\n乙镇普法方案\n一、主要任务\n1、普法。（责任单位：司法所）\n2、调解。（责任单位：司法所）\n"
    "二、工作要求\n落实责任。\n"
)


@pytest.fixture
def run(tmp_path, capsys):
    def typed(*words):
        code = main(["--data", str(tmp_path / "data"), *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed


def titles(run):
    return [each["name"] for each in json.loads(run("list", "tasks", "--json")[1])]


def test_one_of_several_plans_is_taken_and_a_newer_version_by_its_number(run, tmp_path):
    both = tmp_path / "两份.txt"
    both.write_text(FIRST + SECOND, "utf-8")
    code, _, err = run("import-plan", both)
    assert code != 0
    assert "--part 1" in err
    code, _, err = run("import-plan", both, "--part", "3")
    assert (code != 0, "没有第3份" in err) == (True, True)
    code, out, _ = run("--json", "import-plan", both, "--part", "2")
    told = json.loads(out)
    assert (code, told["number"]) == (0, "乙办〔2024〕2号")
    assert titles(run) == ["普法", "调解"]

    newer = tmp_path / "新.txt"
    newer.write_text(SECOND.replace("2024", "2025").replace("调解", "走访"), "utf-8")
    code, _, err = run("import-plan", newer, "--renews", "丙办〔2024〕9号")
    assert (code != 0, "没有文号是“丙办〔2024〕9号”的方案" in err) == (True, True)
    assert run("import-plan", newer, "--renews", "乙办〔2024〕2号")[0] == 0
    assert sorted(titles(run)) == ["普法", "调解", "走访"]
    listed = json.loads(run("list", "tasks", "--json")[1])
    assert {each["plan"] for each in listed} == {"乙办〔2025〕2号"}


def test_every_line_is_told_also_where_breaks_were_lost(run, tmp_path):
    text = (
        "甲办〔2024〕1号\n甲镇夜巡方案\n一、主要任务（一）夜巡。（责任单位：派出所）（二）亮灯。（责任单位：村建办）"
        "二、工作要求 加强领导。三、实施步骤（一）部署阶段（3月）。（二）总结阶段（5月）。\n\u200b\n"
    )
    file = tmp_path / "连排.txt"
    file.write_text(text, "utf-8")
    told = json.loads(run("--json", "import-plan", file, "--dry-run")[1])
    assert [each["title"] for each in told["phases"]] == ["部署阶段", "总结阶段"]
    assert {"line": 3, "text": "二、工作要求"} in told["unused"]
    pieces = [each["source"] for each in told["tasks"]] + [each["text"] for each in told["phases"]]
    for key in ("opening", "headings", "unused", "ending", "unread"):
        pieces += [each["text"] for each in told[key]]
    assert Counter("".join("".join(pieces).split())) == Counter("".join(text.split()))


def test_the_year_of_a_plan_that_names_none_is_given_once(run, tmp_path):
    plan = tmp_path / "方案.txt"
    text = FIRST.replace("甲办〔2024〕1号\n", "").replace("派出所）", "派出所；完成时限：6月底前）")
    plan.write_text(text, "utf-8")
    told = json.loads(run("--json", "import-plan", plan, "--dry-run")[1])
    assert (told["year"], told["tasks"][0]["deadline"], told["tasks"][0]["yearless"]) == (
        None, None, True,
    )  # fmt: skip
    assert run("import-plan", plan, "--year", "26")[0] != 0
    told = json.loads(run("--json", "import-plan", plan, "--year", "2026")[1])
    assert (told["year"], told["tasks"][0]["deadline"]) == (2026, "2026-06-30")
    assert [each["deadline"] for each in json.loads(run("list", "tasks", "--json")[1])] == [
        "2026-06-30", None,
    ]  # fmt: skip
