import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gaotang_desktop.__main__ import main
from gaotang_desktop.commands.arguments import DOCUMENTS
from gaotang_desktop.services.papers import catalogue

SEED = Path(__file__).parent.parent / "plans" / "gaotang-2022-99.txt"


UNTIL = "2026-10-31"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A folder that the command filled; to be copied."""
    folder = tmp_path_factory.mktemp("sample") / "data"
    assert main(["--data", str(folder), "demo", "--until", UNTIL]) == 0
    return folder


@pytest.fixture
def sampled(sample, tmp_path):
    return shutil.copytree(sample, tmp_path / "data")


@pytest.fixture
def run(tmp_path, capsys):
    def typed(*words):
        code = main(["--data", str(tmp_path / "data"), *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed


def test_the_plan_is_told_as_the_contract_says(run):
    code, out, _ = run("--json", "import-plan", SEED, "--dry-run")
    told = json.loads(out)
    assert code == 0
    assert set(told) >= {"number", "title", "year", "tasks", "unknown_units"}
    assert set(told["tasks"][0]) >= {
        "clause", "section", "title", "lead", "assist", "deadline", "warnings",
    }  # fmt: skip
    assert told["tasks"][0]["lead"] == ["平安办", "派出所", "司法所", "各村"]
    assert json.loads(run("list", "tasks", "--json")[1]) == []


def test_the_sample_year_is_scored_printed_exported_backed_up_and_checked(sampled, run, tmp_path):
    code, out, _ = run("evaluate", "2026-09", "--json")
    told = json.loads(out)
    assert (code, len(told["villages"]), told["frozen"]) == (0, 24, False)
    first = told["villages"][0]
    assert {"village", "total", "bonus", "deduction", "rank", "rank_range", "veto"} <= set(first)
    assert set(first["items"]["B1"]) >= {"points", "full", "state", "policy", "fact", "records"}
    for paper in DOCUMENTS:
        out_file = tmp_path / f"{paper}.pdf"
        code, out, _ = run("print", paper, "--out", out_file, "--period", "2026-09", "--json")
        assert (code, json.loads(out)["number"]) == (0, None), paper
        assert out_file.read_bytes().startswith(b"%PDF")
    assert run("export", "patrols", tmp_path / "p.xlsx", "--period", "2026-09")[0] == 0
    assert run("export", "scores", tmp_path / "s.xlsx", "--period", "2026-09")[0] == 0
    assert run("evaluate", "2026-09", "--freeze")[0] == 0
    assert json.loads(run("evaluate", "2026-09", "--json")[1])["frozen"] is True
    assert run("backup", tmp_path / "copy.sqlite")[0] == 0
    assert run("restore", tmp_path / "copy.sqlite")[0] == 0
    assert run("check")[0] == 0
    listed = json.loads(run("list", "patrols", "--period", "2026-09", "--json")[1])
    assert {"id", "night", "village", "leader", "people"} <= set(listed[0])
    assert all(each["night"].startswith("2026-09") for each in listed)
    for words in (("list", "meeting-decisions"), ("export", "grids", tmp_path / "g.xlsx")):
        code, out, err = run(*words, "--period", "2026-09")
        assert (code, "不按日期登记" in err) == (0, True)


def test_issuing_takes_the_next_number_and_keeps_the_paper(sampled, run, tmp_path):
    out_file = tmp_path / "通报.pdf"
    words = ("print", "patrol-circular", "--out", out_file, "--period", "2026-09", "--json")
    told = json.loads(run(*words, "--issue")[1])
    number = told["number"]
    assert number.endswith("号")
    assert {"file", "pages", "number", "findings"} <= set(told)
    listed = json.loads(run("list", "issued-documents", "--json")[1])
    assert listed[0]["number"] == number
    assert len({each["number"] for each in listed}) == len(listed)
    assert run("check")[0] == 0
    code, _, said = run("print", "ranking", "--out", out_file, "--issue")
    assert (code, "不编文号" in said) == (1, True)
    code, _, said = run(
        "print", "notice", "--out", tmp_path / "没有" / "x.pdf", "--issue", "--despite-warnings"
    )
    assert (code, "没有保存" in said) == (1, True)
    assert len(json.loads(run("list", "issued-documents", "--json")[1])) == len(listed)


def test_all_papers_of_a_quarter_are_made_by_one_command(sampled, run, tmp_path):
    out = tmp_path / "全部"
    code, said, _ = run("print", "all", "--out", out, "--period", "2026-Q3", "--json")
    told = json.loads(said)
    assert code == 0
    by_month = [
        each for each in DOCUMENTS
        # Of months that praise nobody one blank is enough.
        if catalogue.BY_NAME[each].by == "period" and each != "commendation"
    ]  # fmt: skip
    polled = list(out.glob("民意调查结果通报*"))
    expected = 3 * len(by_month) + len(polled) + len(DOCUMENTS) - len(by_month) - 1
    assert polled
    assert len(told["files"]) == len(list(out.iterdir())) == expected
    assert told["pages"] == sum(each["pages"] for each in told["files"])
    assert run("print", "all", "--out", out, "--issue")[0] == 1


def test_the_same_seed_gives_the_same_data(sampled, tmp_path, capsys):
    assert main(["--data", str(tmp_path / "again"), "demo", "--until", UNTIL]) == 0
    capsys.readouterr()
    told = []
    for folder in (sampled, tmp_path / "again"):
        main(["--data", str(folder), "list", "patrols", "--json"])
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]


def test_a_disk_too_full_for_a_year_of_samples_gets_none_of_it(tmp_path, monkeypatch, capsys):
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=20 << 20))
    data = ["--data", str(tmp_path / "data")]
    assert main([*data, "demo", "--until", UNTIL]) == 1
    said = capsys.readouterr().err
    assert "20 MB，一条也没有填" in said
    assert "没有填完" not in said
    assert main([*data, "--json", "list", "villages"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_sample_data_do_not_mix_with_real_data(run):
    assert run("demo")[0] == 0
    code, _, err = run("demo")
    assert (code, err.endswith("。\n")) == (1, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["evaluate", "2026-13"], 1),
        (["evaluate", "2026-10"], 1),
        (["import", "villages", "没有的文件.csv"], 1),
        (["restore", "没有的文件.sqlite"], 1),
        (["print", "ranking"], 2),
        (["list", "nothing"], 2),
        (["dance"], 2),
    ],
)
def test_what_goes_wrong_is_a_chinese_sentence_with_its_exit_code(run, words, code):
    got, out, err = run(*words)
    assert (got, out) == (code, "")
    assert err.strip().endswith("。")
    assert "Traceback" not in err


def test_the_program_proves_itself_with_its_window(tmp_path):
    # In a process of its own: it takes Qt for itself.
    words = ("-m", "gaotang_desktop", "--data", str(tmp_path / "data"), "--json", "self-test")
    done = subprocess.run(
        [sys.executable, *words], capture_output=True, text=True, encoding="utf-8",
        cwd=Path(__file__).resolve().parents[2], check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    passed = {line.partition("：")[0] for line in json.loads(done.stdout)["passed"]}
    assert passed >= {"印排名", "画图标", "显示 PDF", "走遍页面", "恢复备份"}
    assert not (tmp_path / "data").exists()


def test_in_an_empty_town_everything_that_can_be_printed_comes_out(tmp_path, capsys):
    folder = tmp_path / "out"
    data = ["--data", str(tmp_path / "data"), "--json"]
    assert main([*data, "print", "all", "--period", "2026-01", "--out", str(folder)]) == 0
    told = json.loads(capsys.readouterr().out)
    names = {path.name for path in folder.iterdir()}
    assert {
        "夜巡登记表.pdf",
        "走访登记表.pdf",
        "群众问卷.pdf",
        "纠纷登记表.pdf",
        "打印测试页.pdf",
        "通讯录.pdf",
    } <= names
    assert {each["file"] for each in told["files"]} == {str(path) for path in folder.iterdir()}
    assert any("责任分解表" in each["document"] for each in told["without"])
    # A paper that would say that there is nothing to tell of is none.
    for empty in ("工作简报 2026-01", "平安夜巡情况通报 2026-01", "限期整改通知", "督办单"):
        assert empty in {each["document"] for each in told["without"]}
        assert f"{empty}.pdf" not in names
    assert all(each["message"].endswith("。") for each in told["without"])


def test_a_row_that_resembles_a_record_is_new_and_told_unless_it_is_said_to_be_the_same(
    run, tmp_path
):
    for name, lines in {
        "村.csv": "村名\n北村\n",
        "一.csv": "夜晚,村,带班人,人数\n2026-10-09,北村,张三,3\n",
        "二.csv": "夜晚,村,带班人,人数\n2026-10-09,北村,张三丰,3\n",
    }.items():
        (tmp_path / name).write_text(lines, "utf-8")
    run("import", "villages", tmp_path / "村.csv")
    run("import", "patrols", tmp_path / "一.csv")
    code, out, err = run("--json", "import", "patrols", tmp_path / "二.csv", "--dry-run")
    told = json.loads(out)
    assert (code, told["imported"], told["updated"]) == (0, 1, 0)
    assert told["similar"][0]["row"] == 2
    assert told["similar"][0]["changes"] == [
        {"column": "带班人", "stored": "张三", "sheet": "张三丰"}
    ]
    assert "当作新记录" in err
    _, out, _ = run("--json", "import", "patrols", tmp_path / "二.csv", "--update-similar")
    assert json.loads(out)["updated"] == 1


def test_the_sheet_of_one_record_is_printed_with_names_covered_and_only_for_a_record(
    sampled, run, tmp_path
):
    out = tmp_path / "登记表.pdf"
    said = run(
        "print", "record-sheet", "--ledger", "disputes", "--record", "1", "--out", out, "--json"
    )
    told = json.loads(said[1])
    assert (said[0], told["file"], told["number"]) == (0, str(out), None)
    assert out.read_bytes().startswith(b"%PDF")
    code, _, problem = run("print", "record-sheet", "--out", out)
    assert (code, "--ledger 台账 --record 记录" in problem) == (1, True)
    code, _, problem = run(
        "print", "record-sheet", "--ledger", "disputes", "--record", "1", "--out", out, "--issue"
    )
    assert (code, "不取号印发" in problem) == (1, True)
    sheet = ("print", "record-sheet", "--ledger", "disputes", "--record", "1", "--out", out)
    code, _, problem = run(*sheet, "--word", tmp_path / "登记表.docx")
    assert (code, "登记表只有 PDF" in problem) == (1, True)
    code, _, problem = run("print", "ranking", "--ledger", "disputes", "--out", out)
    assert (code, "只用于登记表" in problem) == (1, True)


def test_a_template_is_of_the_kind_that_its_name_says(run, tmp_path):
    assert run("template", "extensions", tmp_path / "延期.csv")[0] == 0
    head = (tmp_path / "延期.csv").read_bytes().decode("utf-8-sig").strip()
    assert head == "事项编号*,延至*,批准日期*,批准人*,延期原因*,备注"
    code, _, problem = run("template", "extensions", tmp_path / "延期.xls")
    assert (code, "请把文件名改成以 .xlsx 结尾" in problem) == (1, True)


def test_no_paper_is_written_under_the_name_of_another_kind_of_file(sampled, run, tmp_path):
    before = run("list", "issued-documents")[1]
    issued = ("print", "notice", "--issue", "--despite-warnings", "--first-number", 1)
    sheet = ("print", "record-sheet", "--ledger", "disputes", "--record", 1)
    corrected = ("correct", 1, "--what", "甲", "--was", "乙", "--right", "丙", "--why", "丁")
    for words, ending, said in (
        (("print", "checklist-form"), "xlsx", "请把文件名改成以 .pdf 结尾"),
        (("print", "month-report"), "docx", "请用 --word 写明文件"),
        (issued, "docx", "请用 --word 写明文件"),
        (issued, "doc", "请把文件名改成以 .pdf 结尾"),
        (sheet, "docx", "请把文件名改成以 .pdf 结尾"),
        (corrected, "docx", "请把文件名改成以 .pdf 结尾"),
        (
            ("print", "checklist-form", "--word", tmp_path / "公文.pdf"),
            "other.pdf",
            "请把文件名改成以 .docx 结尾",
        ),
    ):
        out = tmp_path / f"公文.{ending}"
        code, _, problem = run(*words, "--out", out)
        assert (code, said in problem) == (1, True), (words, problem)
        assert not out.exists()
    assert run("list", "issued-documents")[1] == before


def test_a_paper_is_saved_for_word_beside_its_pdf_with_faces_where_they_are_asked_for(
    run, tmp_path
):
    plain, whole = tmp_path / "a.docx", tmp_path / "b.docx"
    pdf = ("--out", tmp_path / "a.pdf")
    code, out, _ = run("print", "notice", *pdf, "--word", plain)
    assert (code, f"已保存 Word：{plain}" in out, "字体" in out) == (0, True, False)
    code, out, _ = run("print", "notice", *pdf, "--word", whole, "--with-faces")
    assert code == 0
    assert "文件里带着字体：" in out
    assert f"文件 {round(whole.stat().st_size / 1024)} KB。" in out
    assert whole.stat().st_size > plain.stat().st_size
    for words, said in (
        (("notice", *pdf, "--with-faces"), "请同时用 --word 写明文件"),
        (("all", "--out", tmp_path, "--word", plain), "请写明是哪一种"),
        (("notice", *pdf, "--word", plain, "--issue"), "印发了的公文只有 PDF"),
        (("notice", *pdf, "--word", tmp_path / "a.pdf"), "同一个文件"),
    ):
        code, _out, err = run("print", *words)
        assert (code, said in err) == (1, True), words
