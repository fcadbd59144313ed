from datetime import date, timedelta

import pytest
from builders import open_work

from gaotang_desktop.__main__ import main
from gaotang_desktop.data.models import Patrol, Village
from gaotang_desktop.services import attachments, backups


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    """A small office with a thousand rows, one attached file and one good backup; to be copied."""
    folder = tmp_path_factory.mktemp("office") / "data"
    work = open_work(folder)
    with work.database.operation("填入数据") as session:
        villages = [Village(name=f"第{n}村", kind="行政村", remark="备注" * 40) for n in range(30)]
        session.add_all(villages)
        session.flush()
        for number in range(900):
            session.add(
                Patrol(
                    village_id=villages[number % 30].id,
                    night=date(2026, 9, 1) + timedelta(days=number // 30),
                    leader="张三",
                    people=3,
                    evidence="村自报",
                )
            )
    (folder.parent / "照片.txt").write_text("证据", "utf-8")
    attachments.add(work, "villages", 1, [folder.parent / "照片.txt"])
    backups.back_up(work)
    work.close()
    return folder


@pytest.fixture
def command(capsys):
    """Type a command; what came of it: exit code, output, errors."""

    def typed(folder, *words):
        code = main(["--data", str(folder), *map(str, words)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return typed
