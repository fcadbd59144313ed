"""The command line on an encrypted folder: the password from the environment, never an argument."""

import json

import pytest
from builders import open_work, village

from gaotang_desktop import keys
from gaotang_desktop.__main__ import main

PASSWORD = "command line words"


@pytest.fixture
def run(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(keys, "ROUNDS", 2)
    work = open_work(tmp_path / "data")
    village(work, "郭桥村")
    work.close()

    def typed(*words, **environment):
        keys.forget()
        for name in ("PASSWORD", "NEW_PASSWORD", "RECOVERY_CODE"):
            value = environment.get(name.lower())
            monkeypatch.delenv(f"GAOTANG_{name}", raising=False)
            if value:
                monkeypatch.setenv(f"GAOTANG_{name}", value)
        code = main(["--data", str(tmp_path / "data"), *map(str, words)])
        out, said = capfd.readouterr()
        return code, out, said

    yield typed
    keys.forget()


def test_every_command_works_with_the_password_and_none_without(run, tmp_path):
    code, out, said = run("encrypt", "--json", password=PASSWORD)
    assert (code, said) == (0, "")
    assert len(json.loads(out)["recovery"]) == 34
    for words in (("list", "villages"), ("check",), ("backup", tmp_path / "a.sqlite"),
                  ("restore", tmp_path / "a.sqlite"), ("drill",), ("evaluate", "2026-09"),
                  ("archive", "--to", tmp_path / "archive"), ("import-holidays", tmp_path / "x"),
                  ("restore-archive", tmp_path / "archive"), ("decrypt",), ("change-password",)):  # fmt: skip
        code, out, said = run(*words)
        assert (code, out) == (1, ""), words
        assert "口令" in said, words
        assert "Traceback" not in said
    code, out, said = run("list", "villages", password="another password")
    assert code == 1
    assert "口令不对" in said
    assert run("list", "villages", "--json", password=PASSWORD)[1].count("郭桥村") == 1
    assert run("backup", tmp_path / "a.sqlite", password=PASSWORD)[0] == 0
    assert run("check", password=PASSWORD)[0] == 0
    assert run("backup", password=PASSWORD)[0] == 0
    assert run("drill", password=PASSWORD)[0] == 0
    assert run("restore", tmp_path / "a.sqlite", password=PASSWORD)[0] == 0


def test_the_password_is_changed_forgotten_and_given_up(run, tmp_path):
    sheet = tmp_path / "恢复单.pdf"
    assert run("encrypt", "--sheet", sheet, password=PASSWORD)[0] == 0
    assert sheet.read_bytes().startswith(b"%PDF")
    assert run("change-password", password=PASSWORD, new_password="newer words here")[0] == 0
    assert run("check", password=PASSWORD)[0] == 1
    code, out, _ = run("recovery-sheet", tmp_path / "b.pdf", "--json", password="newer words here")
    assert code == 0
    recovery = json.loads(out)["recovery"]
    words = {"recovery_code": recovery, "new_password": "third words here"}
    assert run("change-password", "--recovery", **words)[0] == 0
    assert run("decrypt", password="third words here")[0] == 0
    assert run("list", "villages", "--json")[1].count("郭桥村") == 1
    code, _, said = run("decrypt", password="third words here")
    assert (code, said.strip()[-5:]) == (1, "没有加密。")


def test_a_backup_of_another_password_asks_for_the_password_of_its_time(run, tmp_path):
    run("encrypt", password=PASSWORD)
    run("backup", tmp_path / "a.sqlite", password=PASSWORD)
    run("decrypt", password=PASSWORD)
    code, _, said = run("restore", tmp_path / "a.sqlite")
    assert code == 1
    assert "当时的口令" in said
    assert run("restore", tmp_path / "a.sqlite", password=PASSWORD)[0] == 0
    assert run("list", "villages", "--json", password=PASSWORD)[1].count("郭桥村") == 1


def test_a_vanished_key_file_comes_back_from_its_copy_and_without_one_it_is_told(run, tmp_path):
    run("encrypt", password=PASSWORD)
    place = tmp_path / "data" / "gaotang-key.json"
    place.unlink()
    code, listed, _ = run("list", "villages", password=PASSWORD)
    assert code == 0
    assert "郭桥村" in listed
    for copy in (tmp_path / "data" / "backups").glob("gaotang-key-*.json"):
        copy.unlink()
    place.unlink()
    keys.forget()
    for words in (("list", "villages"), ("check",)):
        code, _, said = run(*words, password=PASSWORD)
        assert code == 1
        assert "钥匙文件" in said
        assert "gaotang-key-….json" in said


def test_where_a_sheet_cannot_be_written_its_code_is_printed(run, tmp_path):
    lost = tmp_path / "没有" / "单.pdf"
    for words in (("encrypt", "--sheet", lost), ("recovery-sheet", lost)):
        code, out, _said = run(*words, password=PASSWORD)
        assert code == 1
        assert "恢复单没有存成" in out
        recovery = out.partition("恢复码：")[2].split()[0]
    changed = {"recovery_code": recovery, "new_password": "another password"}
    assert run("change-password", "--recovery", **changed)[0] == 0
