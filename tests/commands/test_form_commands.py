"""Forms written and gathered from the command line."""

import json

import builders
import pytest


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
