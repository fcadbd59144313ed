"""Faces in the twin: for a computer without them, as far as their makers allow it."""

import io
import zipfile

import docx
import libreoffice
import paper_samples as samples
import pdfplumber
import pytest
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from word_files import official

from gaotang_desktop import paths
from gaotang_desktop.documents import faces
from gaotang_desktop.documents.word_text import read_docx
from gaotang_desktop.documents.word_twin.embedding import scrambled
from gaotang_desktop.documents.word_twin.rendering import twin, write_word
from gaotang_desktop.domain.documents.blocks import Paragraph
from gaotang_desktop.services.papers.word_files import save_word

PAPER = official(Paragraph("请郭桥村报送台账。"), Paragraph("联系人：𠮷某。"))


@pytest.fixture
def folder(tmp_path):
    faces.search_in([tmp_path])
    yield tmp_path
    faces.search_in(None)


def of_the_office(folder, usage):
    """A 仿宋 of the machine whose maker says in ``fsType`` what may be done with it."""
    font = TTFont(paths.resources() / "fonts" / "FandolKai-Regular.ttf")
    for language in (0x409, 0x804):
        font["name"].setName("仿宋_GB2312", 1, 3, 1, language)
    font["OS/2"].fsType = usage
    font.save(folder / "fs.ttf")
    faces.search_in([folder])


def carried(content):
    """The faces of a package, by the family that its table names, as a reader opens them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        table = docx.oxml.parse_xml(package.read("word/fontTable.xml"))
        places = {
            each.get("Id"): each.get("Target")
            for each in docx.oxml.parse_xml(package.read("word/_rels/fontTable.xml.rels"))
        }
        found = {}
        for font in table.iter(qn("w:font")):
            if (entry := font.find(qn("w:embedRegular"))) is not None:
                file = package.read(f"word/{places[entry.get(qn('r:id'))]}")
                plain = scrambled(file, entry.get(qn("w:fontKey")))
                found[font.get(qn("w:name"))] = TTFont(io.BytesIO(plain))
    return found


def test_the_faces_of_the_text_lie_in_the_file_with_the_characters_that_it_uses():
    made = twin(PAPER, embed_faces=True)
    found = carried(made.content)
    assert made.embedded == tuple(sorted(found))
    assert {"仿宋_GB2312", "方正小标宋简体", "SimSun-ExtB"} <= set(found)
    assert set(map(ord, "请郭桥村报送台账0123456789，年月日")) <= set(
        found["仿宋_GB2312"].getBestCmap()
    )
    assert ord("𠮷") in found["SimSun-ExtB"].getBestCmap()
    assert ord("贺") not in found["仿宋_GB2312"].getBestCmap()
    for family, font in found.items():
        names = font["name"]
        assert {names.getName(1, 3, 1, code).toUnicode() for code in (0x409, 0x804)} == {family}
        assert names.getDebugName(0)  # whose it is
        outlines = font["glyf"]
        assert any(outlines[each].numberOfContours for each in font.getBestCmap().values())
    assert len(made.content) < 300_000


def test_word_is_told_to_keep_them_and_the_same_paper_gives_the_same_bytes():
    made = twin(PAPER, embed_faces=True).content
    assert made == twin(PAPER, embed_faces=True).content
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        settings = package.read("word/settings.xml").decode()
    assert settings.index("<w:zoom") < settings.index("<w:embedTrueTypeFonts/>")
    assert settings.index("<w:saveSubsetFonts/>") < settings.index("<w:defaultTabStop")
    assert read_docx(made, "文件")[0] == read_docx(twin(PAPER).content, "文件")[0]


def test_without_being_asked_the_file_carries_none():
    made = twin(PAPER)
    with zipfile.ZipFile(io.BytesIO(made.content)) as package:
        assert not [
            name for name in package.namelist() if "font" in name and "Table.xml" not in name
        ]
        assert b"embedTrueTypeFonts" not in package.read("word/settings.xml")
    assert made.embedded == ()


@pytest.mark.parametrize("usage", [0x0002, 0x0004, 0x0208])
def test_a_face_whose_maker_forbids_it_stays_out_and_that_is_told(folder, usage, tmp_path):
    of_the_office(folder, usage)
    made = twin(PAPER, embed_faces=True)
    assert made.forbidden == ("仿宋_GB2312",)
    assert "仿宋_GB2312" not in carried(made.content)
    assert "方正小标宋简体" in made.embedded
    said = save_word(PAPER, tmp_path / "a.docx", with_faces=True)
    assert "“仿宋_GB2312”的版权不许放进文件，没有放" in said


@pytest.mark.parametrize(("usage", "whole"), [(0x0000, False), (0x0008, False), (0x0108, True)])
def test_a_face_that_may_be_edited_goes_along_and_whole_where_it_may_not_be_parted(
    folder, usage, whole
):
    of_the_office(folder, usage)
    found = carried(twin(PAPER, embed_faces=True).content)
    assert (ord("贺") in found["仿宋_GB2312"].getBestCmap()) == whole
    assert found["仿宋_GB2312"]["name"].getDebugName(1) == "仿宋_GB2312"


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
def test_libreoffice_without_these_faces_shows_the_paper_in_them(tmp_path):
    path = tmp_path / "a.docx"
    write_word(samples.ALL["patrol"](), path, embed_faces=True)
    bare = libreoffice.Converter(tmp_path, bare=True)
    with pdfplumber.open(bare.convert(path)[0]) as pdf:
        used = {
            char["fontname"].split("+")[-1]
            for page in pdf.pages
            for char in page.chars
            if "\u4e00" <= char["text"] <= "\u9fff"
        }
    assert used == {
        "FandolFang-Regular", "NotoSerifSC-Bold", "NotoSansSC-Medium",
    }  # fmt: skip
