"""What may mean two things is asked, never guessed."""

from collections.abc import Iterable


class Unclear(ValueError):
    """What was written may mean several things; ``offers`` are writings that mean one each."""

    def __init__(self, label: str, typed: object, offers: Iterable[str], *, why: str = "") -> None:
        self.offers = tuple(offers)
        named = "，还是".join(f"“{each}”" for each in self.offers)
        said = f"“{label}”里的“{typed}”{why or '可能有几种意思'}"
        super().__init__(f"{said}：是{named}？请写清楚。" if named else f"{said}，请写清楚。")
