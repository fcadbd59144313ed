import io

import pytest
from fontTools.ttLib import TTFont as OpenedFont
from fontTools.ttLib.tables._g_l_y_f import GlyphComponent
from reportlab.pdfbase.ttfonts import TTFontFile

from gaotang_desktop import paths
from gaotang_desktop.documents.faces import Face, font, typefaces
from gaotang_desktop.documents.font_files import FontFile


@pytest.mark.parametrize("face", [Face.SONGTI, Face.FANGSONG])
def test_what_is_embedded_is_what_the_file_read_whole_would_give(face):
    path = paths.resources() / "fonts" / f"{face.value}.ttf"
    wanted = [ord(each) for each in "高塘镇123"]
    mapped, whole = TTFontFile(FontFile(path)), TTFontFile(str(path))
    assert mapped.makeSubset(wanted) == whole.makeSubset(wanted)
    assert mapped.charWidths == whole.charWidths
    held = font(typefaces(face)[-1]).face  # as papers use it: without what nobody asks for
    assert held.makeSubset(wanted) == whole.makeSubset(wanted)
    assert {char: held.charWidths[char] for char in whole.charWidths} == whole.charWidths
    assert held.hmetrics == whole.hmetrics


def test_characters_made_of_others_are_embedded_with_their_parts(tmp_path):
    source = OpenedFont(paths.resources() / "fonts" / f"{Face.PLAIN.value}.ttf")
    cmap, glyphs = source.getBestCmap(), source["glyf"]
    made = glyphs[cmap[ord("二")]]
    made.__dict__.clear()
    made.numberOfContours, made.components = -1, []
    for shift in (0, 300):
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = cmap[ord("一")], 0, shift, 4
        made.components.append(part)
    source.save(tmp_path / "二.ttf")
    wanted = [ord("二"), ord("村")]
    subset = TTFontFile(FontFile(tmp_path / "二.ttf")).makeSubset(wanted)
    assert subset == TTFontFile(str(tmp_path / "二.ttf")).makeSubset(wanted)
    assert OpenedFont(io.BytesIO(subset))["maxp"].numGlyphs == 4


def test_an_empty_file_and_one_that_is_not_there_are_said(tmp_path):
    (tmp_path / "空.ttf").touch()
    with pytest.raises(ValueError, match="empty"):
        FontFile(tmp_path / "空.ttf").read()
    with pytest.raises(FileNotFoundError):
        FontFile(tmp_path / "无.ttf").read()
