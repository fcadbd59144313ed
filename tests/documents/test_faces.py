import shutil

import pytest

from gaotang_desktop import paths
from gaotang_desktop.documents import faces
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph


@pytest.fixture
def folder(tmp_path):
    faces.search_in([tmp_path])
    yield tmp_path
    faces.search_in(None)


def test_the_faces_of_the_machine_come_first(folder):
    shutil.copy(paths.resources() / "fonts" / "FandolKai-Regular.ttf", folder / "SIMFANG.TTF")
    faces.search_in([folder])
    assert faces.typefaces(Face.FANGSONG)[0].own
    assert not faces.stands_in(Face.FANGSONG)
    assert faces.stands_in(Face.KAITI)
    paper = OfficialPaper("通知", "通知", (Paragraph("请按时参加。"),), "镇")
    assert b"FandolKai" in pdf_bytes(paper)[0]


def test_a_damaged_face_is_passed_over(folder):
    (folder / "simfang.ttf").write_bytes(b"OTTO" + bytes(200))
    faces.search_in([folder])
    assert not faces.typefaces(Face.FANGSONG)[0].own


def test_a_folder_that_is_gone_leaves_the_bundled_faces(folder):
    faces.search_in([folder / "没有"])
    assert faces.advance("村", Face.FANGSONG) == 1.0
