"""The words in an attached file, as far as a program can read them."""

import html
import io
import re
from pathlib import Path

from gaotang_desktop import archives
from gaotang_desktop.data import sealed
from gaotang_desktop.domain.errors import DomainError

_TAGS = re.compile(r"<[^>]*>")
_LARGEST_READ = 64 << 20


def text_in(path: Path) -> str | None:
    """The words of a text, a sheet or a document; ``None`` where a program cannot read them."""
    try:
        if path.stat().st_size > _LARGEST_READ:
            return None
        content = sealed.content(path)
        if content.startswith(b"PK"):
            with archives.opened(io.BytesIO(content), name="附件") as archive:
                parts = [archive.read(each) for each in archive.namelist() if each.endswith(".xml")]
            return "\n".join(html.unescape(_TAGS.sub("", _decoded(each) or "")) for each in parts)
    except (OSError, DomainError):
        return None
    return _decoded(content)


def _decoded(content: bytes) -> str | None:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (b"\x00" in content and not is_wide) or content.startswith(b"%PDF"):
        return None
    for code in ("utf-16",) if is_wide else ("utf-8", "gb18030"):
        try:
            return content.decode(code)
        except UnicodeDecodeError:
            continue
    return None
