import io
import struct
import zipfile

import pytest

from gaotang_desktop import archives
from gaotang_desktop.domain.errors import Unreadable


def packed(parts, method=zipfile.ZIP_DEFLATED):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, body in parts:
            archive.writestr(name, body)
    return made.getvalue()


def opened(content, **limits):
    wanted = archives.Limits(**limits)
    with archives.opened(io.BytesIO(content), name="“表.xlsx”", limits=wanted) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_sound_container_is_read_as_it_is():
    assert opened(packed([("a.xml", "<a/>"), ("图/b.bin", b"\0" * 9)])) == {
        "a.xml": b"<a/>",
        "图/b.bin": b"\0" * 9,
    }


def test_a_container_is_read_from_its_path_too(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed([("a", b"1")]))
    with archives.opened(tmp_path / "a.zip", name="“a.zip”") as archive:
        assert archive.read("a") == b"1"


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/a", "C:/a", "c:a", "..\\a", "a\\b", ".."]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(name):
    assert archives.leads_outside(name)
    info = zipfile.ZipInfo("x")
    info.filename = name
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(info, b"1")
    with pytest.raises(Unreadable, match="指向别处"):
        opened(made.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(Unreadable, match="会大上"):
        opened(packed([("a.bin", bytes(17 << 20))]))


def test_what_is_larger_than_allowed_is_refused():
    with pytest.raises(Unreadable, match="展开后超过 1 MB"):
        opened(packed([("a", b"1" * 700_000), ("b", b"2" * 700_000)]), bytes=1 << 20)
    with pytest.raises(Unreadable, match="展开后超过 1 MB"):
        opened(packed([("a", b"1" * (2 << 20))]), part_bytes=1 << 20)


def test_a_container_with_too_many_parts_is_refused():
    with pytest.raises(Unreadable, match="11 个部分"):
        opened(packed([(str(n), b"") for n in range(11)]), parts=10)


def test_a_part_that_is_larger_than_it_says_is_damaged_not_believed():
    content = bytearray(packed([("a.bin", b"1" * 500_000)]))
    # The size that the part claims, in its own header and in the list at the end.
    for place in (22, content.index(b"PK\x01\x02") + 24):
        content[place : place + 4] = struct.pack("<I", 10)
    with pytest.raises(Unreadable, match="损坏"):
        opened(bytes(content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [0, archives._PIECE - 9, archives._PIECE * 2 - 13])
def test_a_document_type_is_refused_in_any_spelling_and_place(encoding, before):
    body = (
        "<?xml version='1.0'?><!--" + " " * before + "--><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    )
    with pytest.raises(Unreadable, match="文档类型"):
        opened(packed([("xl/a.xml", body.encode(encoding))]))


def test_the_same_name_twice_is_refused():
    with pytest.warns(UserWarning, match="Duplicate"):
        content = packed([("a", b"1"), ("a", b"2")])
    with pytest.raises(Unreadable, match="重名"):
        opened(content)


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04" + bytes(40), b"text" * 30])
def test_what_is_no_container_is_refused_in_a_sentence(content):
    with pytest.raises(Unreadable, match="损坏"):
        opened(content)


def test_a_container_cut_off_or_altered_is_refused():
    whole = packed([("a.bin", bytes(range(256)) * 400)], zipfile.ZIP_STORED)
    with pytest.raises(Unreadable, match="损坏"):
        opened(whole[:5000])
    altered = bytearray(whole)
    altered[3000] ^= 1
    with pytest.raises(Unreadable, match="损坏"):
        opened(bytes(altered))
