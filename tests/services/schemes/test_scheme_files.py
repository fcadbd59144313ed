"""A scheme leaves as a file and comes back, from the window's services and the command line."""

import json
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from builders import open_work, patrol, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain.errors import DomainError, StorageProblem
from gaotang_desktop.domain.evaluation import scheme_text
from gaotang_desktop.domain.evaluation.scheme_changes import LABELS, REWARD_LABELS, changes
from gaotang_desktop.domain.evaluation.schemes import METHODS, Item, RewardRule, Scheme
from gaotang_desktop.domain.periods import month_of
from gaotang_desktop.services.schemes import files, register
from gaotang_desktop.services.workplace import local_now
from gaotang_desktop.ui.pages.evaluation.schemes.fields import (
    ITEM_HEAD,
    SCHEME_FIELDS,
    parameter_fields,
)


def town(folder, now):
    """Three villages that patrolled in the month before."""
    opened = open_work(folder, now=now)
    month = month_of(now.date()).shifted(-1).start
    for name, nights in (("郭桥村", 4), ("刘庄村", 2), ("示范村", 9)):
        place = village(opened, name, households=100)
        for day in range(1, nights + 1):
            patrol(opened, place, month.replace(day=day))
    return opened


@pytest.fixture
def work(tmp_path):
    opened = town(tmp_path / "data", datetime(2026, 11, 2, 9, 0))
    yield opened
    opened.close()


def test_what_goes_out_comes_back_the_same_with_a_number_of_its_own(work, tmp_path):
    scheme = replace(register.draft(work), vetoes=("命案",), bonus_cap=Decimal("6.5"))
    files.export(work, scheme, tmp_path / "方案.json")
    back = files.read(work, tmp_path / "方案.json")
    assert back == scheme
    register.save(work, back)
    assert files.read(work, tmp_path / "方案.json").version == scheme.version + 1


def spoiled(change):
    raw = json.loads((register.paths.resources() / "schemes" / "default.json").read_text("utf-8"))
    change(raw)
    return json.dumps(raw, ensure_ascii=False).encode()


def at(key, value):
    return lambda raw: raw["items"][2].__setitem__(key, value)


BAD = [
    (b"", "看不懂"),
    (b"{", "看不懂"),
    (b"[1, 2]", "没有方案"),
    (b"\xff\xfe\x00\x01", "不是 UTF-8 的文字文件"),
    (b"{}" + b" " * 10_000_000, "10 MB|11 MB"),
    (spoiled(at("fact", "weather")), "没有“weather”这种取数"),
    (spoiled(at("full", "十四分")), "“十四分”不是数字"),
    (spoiled(at("full", 14.5)), "满分合计 100.5 分"),
    (spoiled(at("target", [3])), "要是数字"),
    (spoiled(at("share_of", "是")), "true（是）或 false（否）"),
    (spoiled(at("surprise", 1)), "看不懂的“surprise”"),
    (spoiled(lambda raw: raw.pop("starts_on")), "缺少“启用日期”"),
    (spoiled(lambda raw: raw.update(starts_on="明年")), "不是日期"),
    (spoiled(lambda raw: raw.update(items={})), "要是一列项目"),
    (b"[" * 100_000, "套得太深|看不懂"),
    (spoiled(at("name", "夜\x00巡")), "有印不出来的字符"),
    (spoiled(at("full", "9" * 5000)), "“9{20}…”不是能用的数字"),
]


@pytest.mark.parametrize(("content", "said"), BAD, ids=range(len(BAD)))
def test_a_file_that_is_no_scheme_is_a_sentence(work, tmp_path, content, said):
    path = tmp_path / "方案.json"
    path.write_bytes(content)
    with pytest.raises(DomainError, match=said) as refused:
        files.read(work, path)
    assert str(refused.value).endswith("。")


def test_every_field_of_a_file_is_named_as_the_editor_names_it():
    rule = {"when": "first", "number": 1, "reward": "表扬"}
    plain = json.loads(spoiled(lambda raw: raw.update(rewards=[rule])))
    wrong = {"a": 1}
    places = (
        (plain, LABELS), (plain["items"][2], LABELS), (plain["rewards"][0], REWARD_LABELS),
    )  # fmt: skip
    tried = 0
    for place, labels in places:
        kind = Scheme if place is plain else Item if labels is LABELS else RewardRule
        for name in kind.__slots__:
            before = dict(place)
            place[name] = wrong
            with pytest.raises(DomainError) as refused:
                scheme_text.from_json(json.dumps(plain))
            said = str(refused.value)
            assert f"“{labels[name]}”写得不对" in said
            assert not re.search("[A-Za-z_]{2,}", said.replace("true", "").replace("false", ""))
            place.clear()
            place.update(before)
            tried += 1
    shown = (
        *ITEM_HEAD,
        *SCHEME_FIELDS,
        *(one for each in METHODS for one in parameter_fields(each)),
    )
    own = {"name", "own", "step", "cap"}  # called otherwise where they stand, or by the form alone
    assert {f.name: f.label for f in shown if f.name not in own}.items() <= LABELS.items()
    assert tried > 40


def test_a_file_that_is_not_there_is_a_sentence(work, tmp_path):
    with pytest.raises(StorageProblem, match=r"打不开“没有\.json”"):
        files.read(work, tmp_path / "没有.json")


def test_two_versions_are_told_apart_in_words(work):
    old = register.shipped()
    items = tuple(
        replace(i, target=Decimal(4), full=Decimal(13)) if i.code == "B1" else i
        for i in old.items
        if i.code != "F1"
    )
    new = replace(old, items=items, best_named=5, cycle="quarter", template=False)
    said = changes(old, new)
    assert "B1 平安夜巡到位：满分由 14 改为 13。" in said
    assert "B1 平安夜巡到位：目标数由 3 改为 4。" in said
    assert "去掉 F1 任务按期完成（5 分）。" in said
    assert "前列几个村由 3 改为 5。" in said
    assert "考评周期由 按月 改为 按季度。" in said
    assert "参考模板由 是 改为 否。" in said
    assert changes(old, replace(old, version=9)) == ()


def test_the_command_gives_out_takes_in_tries_and_asks(tmp_path, capsys):
    # The command asks the clock of the machine.
    today = local_now()
    town(tmp_path / "data", today).close()
    this = month_of(today.date())
    last, start = this.shifted(-1), this.shifted(1).start.isoformat()
    path = tmp_path / "方案.json"

    def run(*words):
        code = main(["--data", str(tmp_path / "data"), *words])
        return code, *capsys.readouterr()

    assert run("export-scheme", str(path))[0] == 0
    raw = json.loads(path.read_text("utf-8"))
    raw["items"][2]["target"], raw["best_named"] = "2", 1
    path.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
    code, out, _ = run("import-scheme", str(path), "--start", start, "--dry-run", "--json")
    told = json.loads(out)
    assert (code, told["stored"], told["questions"]) == (0, False, {})
    rows = {each["village"]: each for each in told["preview"]["villages"]}
    assert rows["示范村"]["rank"] == 1
    assert rows["郭桥村"]["total"] != rows["郭桥村"]["total_before"]
    code, _, said = run("import-scheme", str(path), "--start", this.shifted(-2).start.isoformat())
    assert (code, f"{last.label} 3 个村得分变" in said, "--confirm" in said) == (1, True, True)
    assert run("import-scheme", str(path), "--start", start[:-1] + "5")[0] == 1
    assert "不是日期" in run("import-scheme", str(path), "--start", "明年")[2]
    assert run("import-scheme", str(path), "--start", start)[0] == 0
    versions = json.loads(run("list", "schemes", "--json")[1])
    assert [each["version"] for each in versions] == [2, 1]
