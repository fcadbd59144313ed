"""What offices send in place of a text: each kind is told apart, and said what to do with it."""

import io
import zipfile

import pytest

from gaotang_desktop.documents.plan_files import read
from gaotang_desktop.domain.errors import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return stream.getvalue()


KINDS = {
    "an old Word file": (OLE + "WordDocument".encode("utf-16-le"), "旧版 Word"),
    "one with a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "去掉密码"),
    "slides of old": (OLE + "PowerPoint Document".encode("utf-16-le"), "演示文稿"),
    "slides": (archive("[Content_Types].xml", "ppt/presentation.xml"), "演示文稿"),
    "an OFD file": (archive("OFD.xml", "Doc_0/Document.xml"), "OFD 阅读器"),
    "an ODF text": (archive("mimetype", "content.xml"), "另存为 .docx"),
    "a zip": (archive("方案.txt"), "先解压"),
    "a rar": (b"Rar!\x1a\x07\x00" + bytes(40), "先解压"),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(40), "是图片"),
    "a bitmap": (b"BM" + bytes(40), "是图片"),
    "XML of Word 2003": (b'<?xml version="1.0"?>\n<w:wordDocument/>', "另存为 .docx"),
    "a flat ODF text": (b'<?xml version="1.0"?><office:document/>', "另存为 .docx"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_file_that_is_no_text_is_called_by_its_name(tmp_path, kind):
    content, said = KINDS[kind]
    path = tmp_path / "方案.docx"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert said in str(refused.value)
    assert str(refused.value).endswith("。")


PLAN = "BM镇2025年防溺水工作方案\n一、主要任务\n（一）排查水域。责任单位：水利站、各村。5月底前完成。\n"
BIG5 = "清溪鎮2025年預防溺水工作方案\n一、主要任務\n（一）排查水域。責任單位：水利站、各村。五月底前完成。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(BIG5, "cp950"), (PLAN, "utf-16-le"), (PLAN, "utf-16-be"), (PLAN, "gb18030"), (PLAN, "utf-8")],
)
def test_a_text_is_read_in_the_encoding_in_which_it_says_something(tmp_path, text, encoding):
    path = tmp_path / "方案.txt"
    path.write_bytes(text.encode(encoding))
    assert read(path).text == text
