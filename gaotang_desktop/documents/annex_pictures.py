"""A picture that becomes an annex: checked, turned as it was taken, as small as paper needs it."""

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from gaotang_desktop.domain.documents.blocks import Picture
from gaotang_desktop.domain.errors import Unreadable

_DOTS = 200
_WIDE, _HIGH = 225.0, 225.0
"""The block of a page in mm, whichever way it lies."""
_MOST_PIXELS = 80_000_000
_QUALITY = 85


def annex_picture(content: bytes, name: str) -> Picture:
    """The picture of a file, for paper; ``name`` is what a sentence about it calls it.

    Raises:
        Unreadable: it is no picture, is damaged, or has more pixels than can be held.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                if image.width * image.height > _MOST_PIXELS:
                    raise Unreadable(
                        f"{name}太大（{image.width}×{image.height} 像素），请先缩小再添加。"
                    )
                turned = ImageOps.exif_transpose(image)
                made = _on_white(turned)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as problem:
        raise Unreadable(f"{name}太大，像素太多，请先缩小再添加。") from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as problem:
        raise Unreadable(
            f"{name}不是图片，或者已经损坏。请选 .png、.jpg 的图片，或者截图以后存成图片再添加。"
        ) from problem
    most = round(_WIDE / 25.4 * _DOTS)
    if max(made.size) > most:
        made.thumbnail((most, most))
    scale = min(_WIDE / made.width, _HIGH / made.height)
    out = io.BytesIO()
    made.save(out, "JPEG", quality=_QUALITY)
    return Picture(out.getvalue(), made.width * scale, made.height * scale)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA", "P", "PA"):
        return image.convert("RGB")
    whole = image.convert("RGBA")
    white = Image.new("RGBA", whole.size, "white")
    white.alpha_composite(whole)
    return white.convert("RGB")
