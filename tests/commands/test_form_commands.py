"""Forms written and gathered from the command line."""

import json

import builders
import pytest
from form_filling import fill, night


@pytest.fixture
def folder(tmp_path):
    work = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        builders.village(work, name)
    work.close()
    return tmp_path / "data"


def test_forms_are_listed_with_their_village_and_whether_they_are_new(command, folder, tmp_path):
    words = ("--json", "forms", "--kind", "patrols", "--period", "2026-08", "--to", tmp_path / "发")
    code, out, _err = command(folder, *words)
    told = json.loads(out)
    assert (code, told["period"]) == (0, "2026-08")
    assert [(each["village"], each["new"]) for each in told["files"]] == [
        ("北村", True), ("江村", True),
    ]  # fmt: skip
    _code, out, err = command(folder, *words)
    assert [each["new"] for each in json.loads(out)["files"]] == [False, False]
    assert "已经有了，没有动它" in err
    _code, out, _err = command(folder, "--json", "list", "fill-in-forms")
    assert [each["ledger"] for each in json.loads(out)] == ["平安夜巡", "平安夜巡"]


def test_a_village_that_is_not_in_the_register_is_named(command, folder, tmp_path):
    code, _out, err = command(
        folder, "forms", "--kind", "patrols", "--period", "2026-08", "--to", tmp_path, "--village",
        "没有村",
    )  # fmt: skip
    assert code == 1
    assert "没有“没有村”" in err


def test_a_folder_is_gathered_and_what_is_asked_stays_out(command, folder, tmp_path):
    words = ("--kind", "patrols", "--period", "2026-08")
    command(folder, "forms", *words, "--to", tmp_path / "收")
    [bei, jiang] = sorted((tmp_path / "收").iterdir())
    fill(bei, night(), night("李四", "许多"))
    fill(jiang, night("王五"))
    fill(jiang, night("赵六"), to=tmp_path / "收" / "江村2.xlsx")
    code, out, err = command(folder, "--json", "gather", tmp_path / "收")
    told = json.loads(out)
    assert code == 1
    assert (told["imported"], told["rejected"], told["lacking"]) == (1, 1, ["江村"])
    assert {each["file"]: (each["state"], each["taken"]) for each in told["files"]} == {
        bei.name: ("可以收", True), jiang.name: ("同村几份", False), "江村2.xlsx": ("同村几份", False),
    }  # fmt: skip
    assert [path.endswith("-有问题的行.xlsx") for path in told["error_copies"]] == [True]
    assert "没有收“江村2.xlsx”" in err
    code, out, _err = command(folder, "--json", "gather", tmp_path / "收", "--newest")
    assert json.loads(out)["lacking"] == []


def test_the_operator_says_whose_a_file_is(command, folder, tmp_path):
    command(folder, "forms", "--kind", "patrols", "--period", "2026-08", "--to", tmp_path / "发")
    [bei, _jiang] = sorted((tmp_path / "发").iterdir())
    (tmp_path / "收").mkdir()
    fill(bei, night(), to=tmp_path / "收" / "江村.xlsx")
    code, out, _err = command(folder, "--json", "gather", tmp_path / "收")
    assert (code, json.loads(out)["rows"]) == (1, 0)
    code, out, _err = command(
        folder, "--json", "gather", tmp_path / "收", "--whose", "江村.xlsx=江村"
    )
    told = json.loads(out)
    assert (code, told["imported"], told["lacking"]) == (0, 1, ["北村"])
