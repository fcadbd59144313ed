"""The schemes that ship: templates, whole, sensible, with every way of scoring, usable at once."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from builders import open_work
from scored_month import OCTOBER, fill_month

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.schemes import METHODS
from gaotang_desktop.services import evaluation
from gaotang_desktop.services import scheme_previews as previews
from gaotang_desktop.services.schemes import files, register


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    fill_month(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("name", register.TEMPLATES)
def test_a_template_is_adopted_as_it_is_and_says_that_it_is_one(work, name):
    scheme = register.from_template(work, name)
    assert "参考模板，非正式考评办法" in scheme.label
    # Four villages: fewer may be named than in a town of twenty-four.
    few = replace(scheme, best_named=1, worst_named=1, rewards=scheme.rewards[:1])
    if name != "default":
        assert scheme.rewards
        few = replace(few, rewards=(replace(scheme.rewards[0], number=1),))
    assert register.problems(work, few) == {}
    assert register.questions(work, few) == {}
    register.save(work, few)
    assert register.versions(work)[0].scheme.name == scheme.name


@pytest.mark.parametrize("name", register.TEMPLATES)
def test_a_template_taken_over_unchanged_is_asked_about(work, name):
    own = replace(register.from_template(work, name), template=False)
    assert "完全一样" in register.questions(work, own)["own"]


@pytest.mark.parametrize("name", register.TEMPLATES)
def test_a_template_scores_a_month_and_is_tried_before(work, name, tmp_path):
    scheme = replace(register.from_template(work, name), cycle="month")
    result = evaluation.scored_by(work, scheme, OCTOBER, draws=0)
    assert all(0 <= each.total <= 100 for each in result.villages)
    assert len(previews.preview(work, scheme, OCTOBER)) == 4
    path = tmp_path / "方案.json"
    files.export(work, scheme, path)
    assert replace(files.read(work, path), version=scheme.version) == scheme


def test_every_method_and_every_fact_but_those_by_hand_stand_in_a_template():
    items = [item for name in register.TEMPLATES for item in register.template(name).items]
    methods = {"deduct", "compare", "slopes", "bands", "rate", "percent", "proportion"}
    assert {item.method for item in items} == methods
    assert methods | {"add", "manual"} == set(METHODS)
    assert {item.fact for item in items} == set(FACTS) - {"manual"}
    assert any(item.least < 0 for item in items)
    assert any(item.doubled for item in items)
    assert any(item.without_holidays for item in items)
    assert {item.against for item in items} == {"", "last_year", "town"}


def test_the_command_gives_a_template_out(work, tmp_path, capsys):
    path = tmp_path / "模板.json"
    assert (
        main(
            ["--data", str(tmp_path / "data"), "export-scheme", str(path), "--template", "service"]
        )
        == 0
    )
    told = json.loads(path.read_text("utf-8"))
    assert told["name"] == "诉求办理和矛盾化解考评"
    assert told["starts_on"].endswith("-01")
    assert "参考模板" in capsys.readouterr().out
