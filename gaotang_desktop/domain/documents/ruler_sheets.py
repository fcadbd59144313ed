"""A page to hold a ruler against: whether the printer prints at real size (测试页)."""

from gaotang_desktop.domain.documents.blocks import Drawing, Paragraph, Sheet, Stroke, Writing

_ACROSS, _DOWN = 150, 200
_APART = 14.0  # the scale down begins below the figures of the one across


def ruler_sheet() -> Sheet:
    """Two scales, 150 mm across and 200 mm down, and what to do when they are not."""
    parts: list[Stroke | Writing] = []
    for mm in range(_ACROSS + 1):
        length = 6.0 if mm % 10 == 0 else 4.0 if mm % 5 == 0 else 2.5
        parts.append(Stroke((((float(mm), 0.0), (float(mm), length)),), "#000000", 0.3))
        if mm % 10 == 0:
            parts.append(Writing(str(mm), mm - (2.0 if mm else 0.0), 10.0, 8.0))
    for mm in range(_DOWN + 1):
        length = 6.0 if mm % 10 == 0 else 4.0 if mm % 5 == 0 else 2.5
        at = _APART + mm
        parts.append(Stroke((((0.0, at), (length, at)),), "#000000", 0.3))
        if mm % 10 == 0:
            parts.append(Writing(str(mm), 7.5, at + 1.2, 8.0))
    said = (
        "请用直尺量：横线从 0 到 150 应是 15.0 厘米，竖线从 0 到 200 应是 20.0 厘米。"
        "不对时，请在打印对话框里把“缩放”改成“实际大小”（或 100%），不要选“适合纸张”。"
    )
    return Sheet(
        kind="测试页",
        title="打印测试页",
        blocks=(Paragraph(said), Drawing(float(_ACROSS), _APART + _DOWN, tuple(parts))),
        numbered=False,
    )
