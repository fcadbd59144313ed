import io
import sys
from dataclasses import replace

import pdfplumber
import pytest
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from gaotang_desktop import paths
from gaotang_desktop.documents import faces
from gaotang_desktop.documents.faces import Face
from gaotang_desktop.documents.installed_faces import registered
from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.documents.blocks import Annex, Column, OfficialPaper, Paragraph, Table


@pytest.fixture
def folder(tmp_path):
    faces.search_in([tmp_path])
    yield tmp_path
    faces.search_in(None)


def installed(folder, file, family, *, english="", of="FandolKai-Regular"):
    """A font file as an office has it: the names inside say which face it is."""
    font = TTFont(paths.resources() / "fonts" / f"{of}.ttf")
    names = font["name"]
    names.names = []
    for name_id in (1, 4, 16):
        names.setName(family, name_id, 3, 1, 0x0804)
        names.setName(
            english or family.encode("ascii", "ignore").decode() or "Other", name_id, 3, 1, 0x0409
        )
    names.setName("Own-Regular", 6, 3, 1, 0x0409)
    font.save(folder / file)
    faces.search_in([folder])


@pytest.mark.parametrize(
    ("face", "file", "family", "english"),
    [
        (Face.FANGSONG, "SIMFANG.TTF", "仿宋", "FangSong"),
        (Face.FANGSONG, "仿宋_GB2312_0.TTF", "仿宋_GB2312", ""),
        (Face.FANGSONG, "a.ttf", "方正仿宋_GBK", "FZFangSong-Z02"),
        (Face.KAITI, "simkai_0.ttf", "楷体", "KaiTi"),
        (Face.KAITI, "GB2312.ttf", "楷体_GB2312", ""),
        (Face.HEITI, "simhei_1.ttf", "黑体", "SimHei"),
        (Face.XIAOBIAOSONG, "FZXBSK.TTF", "方正小标宋_GBK", "FZXiaoBiaoSong-B05"),
        (Face.XIAOBIAOSONG, "FZXBSJW_0.TTF", "方正小标宋简体", "FZXiaoBiaoSong-B05S"),
        (Face.XIAOBIAOSONG, "font (3).ttf", "FZXBSK--GBK1-0", ""),
        (Face.XIAOBIAOSONG, "小标宋.ttf", "方正小标宋 简体", ""),
        (Face.SONGTI, "x.ttf", "宋体", "SimSun"),
    ],
)
def test_a_face_is_found_by_the_family_inside_whatever_the_file_is_called(
    folder, face, file, family, english
):
    installed(folder, file, family, english=english)
    assert faces.typefaces(face)[0].own
    assert face not in faces.missing()


def test_a_face_of_a_like_name_is_not_taken_for_another(folder):
    installed(folder, "simsunb.ttf", "宋体-ExtB", english="SimSun-ExtB")
    assert faces.stands_in(Face.SONGTI)
    assert next(each.path.name for each in faces.rare_typefaces()) == "simsunb.ttf"


def test_the_face_with_the_rare_characters_is_preferred(folder):
    installed(folder, "a.ttf", "方正小标宋简体")
    installed(folder, "b.ttf", "方正小标宋_GBK")
    assert faces.typefaces(Face.XIAOBIAOSONG)[0].path.name == "b.ttf"


def test_the_second_face_of_a_collection_is_the_one_that_is_embedded(folder, tmp_path):
    one, two = tmp_path / "1.ttf", tmp_path / "2.ttf"
    installed(tmp_path, one.name, "新宋体", english="NSimSun")
    installed(tmp_path, two.name, "宋体", english="SimSun", of="FandolFang-Regular")
    both = TTCollection()
    both.fonts = [TTFont(one), TTFont(two)]
    place = tmp_path / "fonts"
    place.mkdir()
    both.save(str(place / "simsun.ttc"))
    faces.search_in([place])
    assert faces.typefaces(Face.SONGTI)[0].number == 1
    assert faces.advance("村", Face.SONGTI) == 1.0


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows has a registry")
def test_a_face_that_only_the_registry_of_the_user_knows_is_found(tmp_path):
    import winreg

    installed(tmp_path, "elsewhere.ttf", "方正小标宋_GBK")
    key = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as fonts:
        winreg.SetValueEx(fonts, "test", 0, winreg.REG_SZ, str(tmp_path / "elsewhere.ttf"))
        try:
            assert tmp_path / "elsewhere.ttf" in registered()
        finally:
            winreg.DeleteValue(fonts, "test")


def test_the_faces_of_the_machine_come_first(folder):
    installed(folder, "SIMFANG.TTF", "仿宋", english="FangSong")
    assert faces.typefaces(Face.FANGSONG)[0].own
    assert not faces.stands_in(Face.FANGSONG)
    assert faces.missing() == (Face.XIAOBIAOSONG, Face.KAITI, Face.HEITI, Face.SONGTI)
    paper = OfficialPaper("通知", "通知", (Paragraph("请按时参加。"),), "镇")
    assert b"Own-Regular" in pdf_bytes(paper)[0]


def test_a_damaged_face_is_passed_over(folder):
    (folder / "simfang.ttf").write_bytes(b"OTTO" + bytes(200))
    (folder / "empty.ttc").write_bytes(b"")
    (folder / "half.ttf").write_bytes(
        (paths.resources() / "fonts" / "FandolKai-Regular.ttf").read_bytes()[:3000]
    )
    faces.search_in([folder])
    assert not faces.typefaces(Face.FANGSONG)[0].own


def test_a_folder_that_is_gone_leaves_the_bundled_faces(folder):
    faces.search_in([folder / "没有"])
    assert faces.advance("村", Face.FANGSONG) == 1.0


def test_every_character_that_the_national_standard_makes_mandatory_has_a_face(folder):
    faces.search_in([folder])
    # The first block and Extension A as GB 18030 had them in 2000, the register of persons, JIS.
    codes = [*range(0x4E00, 0x9FA6), *range(0x3400, 0x4DB6), *map(ord, "𠮷𫝋𬻢𱎂")]
    lacking = [chr(code) for code in codes if faces.face_for(chr(code), Face.FANGSONG) is None]
    assert lacking == ["𱎂"]  # newer than the face: left blank


def test_rare_characters_of_names_are_printed_and_can_be_read_and_copied(folder):
    faces.search_in([folder])
    paper = OfficialPaper(
        "函", "关于核对姓名的函", (Paragraph("请核对𠮷明、㙟梅、䶮小勇的住址。"),), "镇综治中心"
    )
    content, made = pdf_bytes(paper)
    assert not any("手工写上" in each.sentence for each in made.findings)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        page = pdf.pages[0]
        chars = {c["text"]: c for c in page.chars if c["text"] in "𠮷㙟䶮"}
        assert set(chars) == set("𠮷㙟䶮")
        assert "请核对𠮷明、㙟梅、䶮小勇的住址。" in page.extract_text()
        for char in "𠮷㙟":
            box = chars[char]
            assert "RareHan" in box["fontname"]
            shown = page.crop((box["x0"], box["top"], box["x1"], box["bottom"])).to_image(144)
            black = sum(shown.original.convert("L").histogram()[:128])
            # Not a box: strokes inside it too.
            assert 0.08 < black / (shown.original.width * shown.original.height) < 0.5
        places = [chars[char]["x0"] for char in "𠮷㙟"]
        assert places[1] - places[0] == pytest.approx(3 * 156 * 72 / 25.4 / 28, abs=0.1)


def test_the_face_of_rare_characters_is_opened_only_for_one(folder):
    faces.search_in([folder])
    faces.font.cache_clear()
    pdf_bytes(named("喆"))
    bundled = faces.rare_typefaces()[-1]
    faces.font.cache_clear()
    assert bundled.path.is_file()
    assert faces.face_for("喆", Face.FANGSONG) != bundled
    assert faces.face_for("㙟", Face.FANGSONG) == bundled


RARE = "\U00030ede"
"""A character of extension G that no bundled face has."""


def named(char):
    return OfficialPaper(
        kind="函", title="关于核对姓名的函", blocks=(Paragraph(f"请核对{char}小明的住址。"),),
        signer="高塘镇综治中心",
    )  # fmt: skip


def test_a_character_that_no_face_has_leaves_its_place_white_and_is_said_without_blocking(folder):
    content, made = pdf_bytes(named(RARE))
    [said] = [each for each in made.findings if "U+30EDE" in each.sentence]
    assert said.severity == "提醒"
    assert "手工写上" in said.sentence
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        chars = [c for c in pdf.pages[0].chars if abs(c["size"] - 15.75) < 0.01]
        [frame] = pdf.pages[0].rects
    text = "".join(c["text"] for c in chars)
    assert "〓" not in text
    before, after = chars[text.index("对小明")], chars[text.index("小明")]
    assert after["x0"] - before["x0"] == pytest.approx(2 * 156 * 72 / 25.4 / 28, abs=0.1)
    assert before["x1"] < frame["x0"] < frame["x1"] < after["x0"]
    assert before["top"] - 1 < frame["top"] < frame["bottom"] < before["bottom"] + 1


def test_wherever_such_a_character_stands_its_place_is_framed_and_named(folder):
    table = Table((Column(f"{RARE}村"), Column("人")), (("郭桥村", f"{RARE}某"),))
    paper = replace(
        named("王"), kind="通知", title=f"关于{RARE}村的通知", blocks=(Paragraph("如下："), table),
        addressee=f"{RARE}村", copies_to=f"{RARE}村", signer=f"{RARE}镇综治中心",
        letterhead=f"{RARE}镇综治中心文件", note=f"联系人：{RARE}某",
        annexes=(Annex(f"{RARE}村名单", (Paragraph(f"{RARE}某。"),)),),
    )  # fmt: skip
    content, made = pdf_bytes(paper)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        framed = [
            len([r for r in page.rects if r.get("stroke") and not r["fill"]]) for page in pdf.pages
        ]
    assert framed == [8, 4]
    places = {each.place for each in made.findings if "U+30EDE" in each.sentence}
    assert len(places) >= 6


@pytest.mark.parametrize("family", ["SimSun-ExtG", "谁家的字体"])
def test_any_installed_face_that_has_the_character_prints_it(folder, family):
    installed(folder, "own.ttf", family, english=family if family.isascii() else "Someone")
    font = TTFont(folder / "own.ttf")
    glyph = font.getBestCmap()[ord("一")]
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length = 12, 0, 0
    table.cmap = {**font.getBestCmap(), ord(RARE): glyph}
    font["cmap"].tables = [table]
    font.save(folder / "other.ttf")
    (folder / "own.ttf").unlink()
    faces.search_in([folder])
    found = faces.face_for(RARE, Face.FANGSONG)
    assert found is not None
    assert found.path.name == "other.ttf"
    content, made = pdf_bytes(named(RARE))
    assert not any("手工写上" in each.sentence for each in made.findings)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        text = [c for c in pdf.pages[0].chars if abs(c["size"] - 15.75) < 0.01]
    between = next(c for c in text if c["text"] == "对")["x1"]
    after = next(c for c in text if c["text"] == "小")["x0"]
    assert any(between <= c["x0"] < after and "Own" in c["fontname"] for c in text)
