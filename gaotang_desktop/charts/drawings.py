"""A chart as lines, areas and words, so that papers print it with their own faces."""

from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Transform
from typing_extensions import override

from gaotang_desktop.domain.documents.blocks import Drawing, Stroke, Writing

_POINT = 25.4 / 72  # mm


def drawing(figure: Figure, *, caption: str = "") -> Drawing:
    """The figure in its own size, colours over white; it must not hold pictures or hatching."""
    width, height = figure.get_size_inches() * 72
    recorder = _Recorder(float(width), float(height))
    dpi = figure.get_dpi()
    try:
        figure.set_dpi(72)
        figure.draw(recorder)
    finally:
        figure.set_dpi(dpi)
    return Drawing(
        float(width) * _POINT, float(height) * _POINT, tuple(recorder.parts), caption=caption
    )


class _Recorder(RendererBase):
    """Notes what matplotlib would draw, in mm from the upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.parts: list[Stroke | Writing] = []
        self._size = (width, height)
        self._measuring: Any = RendererAgg(width, height, 72)  # type: ignore[no-untyped-call]

    @override
    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,
    ) -> None:
        height = self._size[1]
        # matplotlib's types leave open what a polygon is made of: pairs of numbers.
        polygons: Any = path.to_polygons(transform, closed_only=False)
        points = tuple(
            tuple((float(x) * _POINT, (height - float(y)) * _POINT) for x, y in polygon)
            for polygon in polygons
            if len(polygon) > 1
        )
        alpha = gc.get_alpha()
        line = "" if gc.get_linewidth() <= 0 else _colour(gc.get_rgb(), alpha)
        fill = "" if rgbFace is None else _colour(rgbFace, alpha)
        if points and (line or fill):
            given: Any = gc.get_dashes()[1]
            dashes = tuple(float(each) for each in given) if given is not None else ()
            self.parts.append(Stroke(points, line, float(gc.get_linewidth()), fill, dashes))

    @override
    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        self.parts.append(
            Writing(
                s,
                float(x) * _POINT,
                float(y) * _POINT,
                float(prop.get_size_in_points()),
                _colour(gc.get_rgb(), gc.get_alpha()) or "#000000",
                float(angle),
                bold="Gaotang Medium" in prop.get_family(),
            )
        )

    @override
    def get_text_width_height_descent(
        self, s: str, prop: Any, ismath: Any
    ) -> tuple[float, float, float]:
        width, height, descent = self._measuring.get_text_width_height_descent(s, prop, ismath)
        return float(width), float(height), float(descent)

    @override
    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size


def _colour(rgba: Any, alpha: float | None) -> str:
    """``#RRGGBB`` over white; empty for what is transparent."""
    strength = float(rgba[3]) if len(rgba) > 3 else 1.0
    if alpha is not None:
        strength = min(strength, float(alpha))
    if strength <= 0:
        return ""
    return "#" + "".join(
        f"{round(255 * (float(part) * strength + 1 - strength)):02X}" for part in rgba[:3]
    )
