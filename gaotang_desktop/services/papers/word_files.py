"""A paper saved for WPS and Word, with the faces inside it where the office wants that (连同字体)."""

from pathlib import Path

from gaotang_desktop.domain.documents.blocks import Paper

WHAT_FACES_MEAN = (
    "把这份公文用到的字放进文件，收文的电脑没有方正小标宋、仿宋_GB2312 也照样显示。"
    "新改的字不在里面的，用那台电脑自己的字体。"
)
"""What 连同字体 does, said where it is chosen."""


def save_word(made: Paper, path: Path, *, with_faces: bool = False) -> str:
    """Write a paper's twin; what there is to tell of its faces, or ``""``.

    Raises:
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    from gaotang_desktop.documents.word_twin.rendering import write_word

    twin = write_word(made, path, embed_faces=with_faces)
    if not with_faces:
        return ""
    size = f"文件 {max(1, round(len(twin.content) / 1024))} KB。"
    said = f"文件里带着字体：{'、'.join(twin.embedded)}。" if twin.embedded else ""
    if twin.forbidden:
        said += (
            f"“{'、'.join(twin.forbidden)}”的版权不许放进文件，没有放；收文的电脑没有它的，会换成别的字体，"
            "请一并发 PDF。"
        )
    return said + size
