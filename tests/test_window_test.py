"""What the window's self-test refuses: it must fail where a bundle lacks something."""

import sqlite3
from contextlib import closing

import pytest
from builders import open_work
from PySide6.QtGui import QImage, QPainter, QPdfWriter

from gaotang_desktop import window_test
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services.workplace import DATABASE_NAME


def test_a_pdf_page_that_stays_empty_is_refused(qapp, tmp_path):
    writer = QPdfWriter(str(tmp_path / "a.pdf"))
    QPainter(writer).end()
    with pytest.raises(StorageProblem, match="PDF 显示不出来"):
        window_test._pdf_page((tmp_path / "a.pdf").read_bytes())


def test_one_point_that_differs_makes_a_picture(qapp):
    picture = QImage(8, 8, QImage.Format.Format_ARGB32)
    picture.fill(0)
    assert window_test._is_blank(picture)
    assert window_test._is_blank(QImage())
    picture.setPixel(5, 5, 0xFF000000)
    assert not window_test._is_blank(picture)


def test_a_page_that_cannot_read_its_records_fails_the_walk(qapp, tmp_path):
    work = open_work(tmp_path / "data")
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE_NAME)) as database:
        database.execute("DROP TABLE patrols")
    try:
        with pytest.raises(StorageProblem, match="没有完成"):
            window_test._walked(work)
    finally:
        work.close()
