"""Makes RareHan-Regular.ttf: rare Chinese characters from HanaMin (花園明朝), with fontTools.

python hanamin-to-rarehan.py HanaMinA.ttf HanaMinB.ttf NotoSerifSC-Regular.ttf Unihan_IRGSources.txt OUT

Taken is what NotoSerifSC-Regular lacks: of Extension A and the first block everything that HanaMin has,
so that no character that GB 18030 makes mandatory is missing; of Extensions B to F what China's
own sources of today name (register of persons, place names, dictionaries, terms; the dictionaries of
ancient characters are left out), those below the radical of jade, from which given names are taken,
the characters of JIS X 0213, and 𠮷.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

# kIRG_GSource of Unihan: what stands before the hyphen.
OF_TODAY = set(
    "GIDC GDM GRM GXC GXHZ GFC GFZ GBK GKJ GCH GZH GGH GPGLG GLGYJ GOCD GZYS GXH GU".split()
)
JIS = {"J3", "J3A", "J4"}
JADE = ("96.", "96'.")
NAME = "RareHan"


def wanted(sources: str, taken: set[int]) -> set[int]:
    codes = {*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), ord("𠮷")}
    for line in open(sources, encoding="utf-8"):
        if not line.startswith("U+2"):
            continue
        code, key, value = line.rstrip().split("\t")
        source = value.partition("-")[0]
        if (
            (key == "kIRG_GSource" and source in OF_TODAY)
            or (key == "kIRG_JSource" and source in JIS)
            or (key == "kRSUnicode" and value.startswith(JADE))
        ):
            codes.add(int(code[2:], 16))
    return {code for code in codes if code < 0xF900 or code >= 0x20000} - taken


def only(path: str, codes: set[int]) -> TTFont:
    font = TTFont(path)
    options = subset.Options(
        drop_tables=["BASE", "DSIG", "FFTM", "GDEF", "GSUB", "prop", "vhea", "vmtx", "gasp", "fpgm", "prep", "cvt "],
        hinting=False, notdef_outline=True, glyph_names=False, name_IDs=[], layout_features=[],
    )
    own = subset.Subsetter(options)
    own.populate(unicodes=codes & set(font.getBestCmap()))
    own.subset(font)
    return font


def main() -> None:
    first, second, noto, sources, out = sys.argv[1:]
    codes = wanted(sources, set(TTFont(noto).getBestCmap()))
    font = only(first, codes)
    more = only(second, codes - set(font.getBestCmap()))
    cmap = {**font.getBestCmap()}
    order = [*font.getGlyphOrder()]
    glyphs = {name: font["glyf"][name] for name in order}
    for code, name in sorted(more.getBestCmap().items()):
        new = f"u{code:05X}"
        glyph = more["glyf"][name]
        if glyph.isComposite():
            raise SystemExit(f"{new} is made of parts")
        glyphs[new] = glyph
        order.append(new)
        cmap[code] = new
        font["hmtx"].metrics[new] = more["hmtx"].metrics[name]
    font.setGlyphOrder(order)
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    empty = [code for code, name in cmap.items() if glyphs[name].numberOfContours == 0]
    for code in empty:
        del cmap[code]
    table = CmapSubtable.newSubtable(12)
    table.platformID, table.platEncID, table.language = 3, 10, 0
    table.format, table.reserved, table.length, table.cmap = 12, 0, 0, cmap
    font["cmap"].tables = [table]
    font["maxp"].numGlyphs = len(order)
    font["post"].formatType = 3.0
    names = font["name"]
    names.names = []
    for number, said in {
        0: "Copyright 2008-2017 GlyphWiki Project; made smaller from HanaMinA and HanaMinB",
        1: NAME, 2: "Regular", 4: NAME, 5: "Version 1.000", 6: f"{NAME}-Regular",
        13: "Hanazono Font License",
    }.items():
        names.setName(said, number, 3, 1, 0x0409)
    font["head"].created = font["head"].modified = 3_500_000_000
    font.recalcTimestamp = False
    font.save(out)
    print(len(cmap), "characters;", len(empty), "empty ones left out")


main()
