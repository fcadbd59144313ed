"""The parts of an .xlsx: read, changed and added to, all others left byte for byte."""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, Any

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RED = "FFF4B6B1"
Pieces = Callable[[], Iterable[bytes]]
"""A part that is made while it is written."""
_PIECE = 1 << 16
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


class Unusual(Exception):
    """The workbook is built in a way that this module does not know; openpyxl may."""


class Package:
    """The archive, with what was changed in it so far."""

    def __init__(self, source: zipfile.ZipFile, names: set[str]) -> None:
        self._source = source
        self.names = names
        self.trees: dict[str, Any] = {}
        self.raw: dict[str, bytes] = {}
        self.made: dict[str, Pieces] = {}
        self.changed: set[str] = set()
        self._red: int | None = None
        self._clones: dict[tuple[int, int], int] = {}

    def tree(self, path: str) -> Any:
        """The root of an XML part."""
        if path not in self.trees:
            if path not in self.names:
                raise Unusual(path)
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
            try:
                self.trees[path] = etree.fromstring(self._source.read(path), parser)
            except etree.XMLSyntaxError as problem:
                raise Unusual(path) from problem
        return self.trees[path]

    def bytes_of(self, path: str) -> bytes:
        """A part as it is now."""
        if path in self.raw:
            return self.raw[path]
        if path not in self.names:
            raise Unusual(path)
        return self._source.read(path)

    def open(self, path: str) -> IO[bytes]:
        """A part as it was, to be read piece by piece."""
        if path not in self.names:
            raise Unusual(path)
        return self._source.open(path)

    def add(self, path: str, body: bytes) -> None:
        """A part that was not there, or another content of one."""
        self.raw[path] = body

    def sheets(self) -> dict[str, str]:
        """The part of each worksheet by its name, in the order of the tabs."""
        related = self.related("xl/workbook.xml")
        found = {}
        for each in self.tree("xl/workbook.xml").iter(f"{{{MAIN}}}sheet"):
            kind, path = related.get(each.get(f"{{{REL}}}id"), ("", ""))
            if kind.endswith("/worksheet"):
                found[each.get("name")] = path
        if not found:
            raise Unusual("xl/workbook.xml")
        return found

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: type and path by id."""
        rels = _rels_of(path)
        if rels not in self.names and rels not in self.trees:
            return {}
        found = {}
        for each in self.tree(rels):
            target = str(each.get("Target"))
            if each.get("TargetMode") != "External":
                whole = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
                found[str(each.get("Id"))] = (str(each.get("Type")), whole.lstrip("/"))
        return found

    def relate(self, path: str, kind: str, target: str) -> str:
        """Make a part refer to another; returns the id."""
        rels = _rels_of(path)
        if rels not in self.names and rels not in self.trees:
            self.trees[rels] = etree.Element(
                f"{{{_PACKAGE}/relationships}}Relationships",
                nsmap={None: f"{_PACKAGE}/relationships"},
            )
        tree = self.tree(rels)
        taken = {each.get("Id") for each in tree}
        number = next(n for n in range(1, 100_000) if f"rIdGT{n}" not in taken)
        etree.SubElement(
            tree, f"{{{_PACKAGE}/relationships}}Relationship",
            {"Id": f"rIdGT{number}", "Type": f"{REL}/{kind}", "Target": f"/{target}"},
        )  # fmt: skip
        self.changed.add(rels)
        return f"rIdGT{number}"

    def say_type(self, path: str, kind: str) -> None:
        """Name the type of a new part."""
        types = self.tree("[Content_Types].xml")
        if path.endswith(".vml"):
            if not any(each.get("Extension", "").lower() == "vml" for each in types):
                made = etree.Element(
                    f"{{{_PACKAGE}/content-types}}Default",
                    {"Extension": "vml", "ContentType": kind},
                )
                types.insert(0, made)
        else:
            etree.SubElement(
                types, f"{{{_PACKAGE}/content-types}}Override",
                {"PartName": f"/{path}", "ContentType": kind},
            )  # fmt: skip
        self.changed.add("[Content_Types].xml")

    def free(self, pattern: str) -> str:
        """A name for a new part."""
        return next(
            name
            for number in range(1, 100_000)
            if (name := pattern.format(number)) not in self.names and name not in self.raw
            and name not in self.trees and name not in self.made
        )  # fmt: skip

    def filled(self, style: int, *, red: bool) -> int:
        """The style of a cell with a red ground, or with none."""
        styles = self.tree(self._styles())
        formats = styles.find(f"{{{MAIN}}}cellXfs")
        if formats is None or style >= len(formats):
            raise Unusual("cellXfs")
        if self._red is None:
            fills = styles.find(f"{{{MAIN}}}fills")
            if fills is None:
                raise Unusual("fills")
            fill = etree.SubElement(
                etree.SubElement(fills, f"{{{MAIN}}}fill"), f"{{{MAIN}}}patternFill",
                {"patternType": "solid"},
            )  # fmt: skip
            etree.SubElement(fill, f"{{{MAIN}}}fgColor", {"rgb": RED})
            etree.SubElement(fill, f"{{{MAIN}}}bgColor", {"indexed": "64"})
            self._red = len(fills) - 1
            fills.set("count", str(len(fills)))
        key = (style, self._red if red else 0)
        if key not in self._clones:
            made = etree.fromstring(etree.tostring(formats[style]))
            made.set("fillId", str(key[1]))
            made.set("applyFill", "1")
            formats.append(made)
            formats.set("count", str(len(formats)))
            self._clones[key] = len(formats) - 1
            self.changed.add(self._styles())
        return self._clones[key]

    def is_red(self, style: int) -> bool:
        """Whether cells of a style have the ground of our marks."""
        styles = self.tree(self._styles())
        formats, fills = styles.find(f"{{{MAIN}}}cellXfs"), styles.find(f"{{{MAIN}}}fills")
        if formats is None or fills is None or style >= len(formats):
            return False
        fill = int(formats[style].get("fillId", "0"))
        colour = fills[fill].find(f".//{{{MAIN}}}fgColor") if fill < len(fills) else None
        return colour is not None and colour.get("rgb") == RED

    def _styles(self) -> str:
        for kind, path in self.related("xl/workbook.xml").values():
            if kind.endswith("/styles"):
                return path
        raise Unusual("styles")

    def packed(self, parts: Mapping[str, zipfile.ZipInfo]) -> bytes:
        """The archive with the changed parts, the others as they were."""
        made = io.BytesIO()
        names = [*parts, *(name for name in self._new() if name not in parts)]
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for name in names:
                at = parts[name].date_time if name in parts else (1980, 1, 1, 0, 0, 0)
                entry = zipfile.ZipInfo(name, at)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with target.open(entry, "w") as part:
                    for piece in self._pieces(name):
                        part.write(piece)
        return made.getvalue()

    def _new(self) -> Iterator[str]:
        yield from dict.fromkeys([*self.raw, *sorted(self.changed), *self.made])

    def _pieces(self, name: str) -> Iterable[bytes]:
        if name in self.made:
            return self.made[name]()
        if name in self.changed:
            tree = self.trees[name]
            return (etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True),)
        if name in self.raw:
            return (self.raw[name],)
        return self._copied(name)

    def _copied(self, name: str) -> Iterator[bytes]:
        with self._source.open(name) as part:
            while piece := part.read(_PIECE):
                yield piece


def _rels_of(path: str) -> str:
    folder, name = posixpath.split(path)
    return f"{folder}/_rels/{name}.rels"
