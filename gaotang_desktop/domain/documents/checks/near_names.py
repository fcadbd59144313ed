"""Names in a text that are nearly ours: a village in a character that sounds alike, another town's name."""

import re
from collections.abc import Callable, Collection, Iterator

from gaotang_desktop.domain.documents.findings import Finding

Sounds = Callable[[str], Collection[str]]
"""How one character may be spoken."""
_SHORTEST = 3
_TOWN = re.compile(
    r"(?:^|[，。；：、请]|要求|现将|希望|通知)([\u3400-\u9fff]{2,3}镇)(?=各村|辖区各村)",
    re.MULTILINE,
)
_NO_NAME = re.compile(r".*[全本我各该集城村乡市两邻重古小建报送发到给由向]镇")


def of_names(text: str, villages: Collection[str], town: str, sounds: Sounds) -> Iterator[Finding]:
    """The findings about villages typed by their sound, and a ``town`` that is not the office's."""
    long = [name for name in villages if len(name) >= _SHORTEST]
    said: dict[str, str] = {}
    for size in {len(name) for name in long}:
        for at in range(len(text) - size + 1):
            word = text[at : at + size]
            if word[-1] not in "村区" or word in villages:
                continue
            for name in long:
                if _sounds_alike(word, name, sounds):
                    said.setdefault(word, name)
    for word, name in said.items():
        yield Finding(0, f"“{word}”不在村名单里，和“{name}”同音，请核对是不是写错了。")
    for found in _TOWN.finditer(text):
        if town.endswith("镇") and found[1] not in town and not _NO_NAME.fullmatch(found[1]):
            yield Finding(0, f"“{found[1]}”不是本镇“{town}”，请核对是不是从别处抄来的。")


def _sounds_alike(word: str, name: str, sounds: Sounds) -> bool:
    if len(word) != len(name):
        return False
    differs = [(one, other) for one, other in zip(word, name, strict=True) if one != other]
    return len(differs) == 1 and not set(sounds(differs[0][0])).isdisjoint(sounds(differs[0][1]))
