"""What is said once of words in the columns of findings, decisions or steps beside a record (决定的责任单位)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.sheets.rows import RowError
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.part_words import PARTS

_Said = TypeVar("_Said")
PREFIX = "part "
"""Before the name of such a field, which its record may have too."""


def answerable(kind: str) -> dict[str, Field]:
    """The fields whose words may be given a meaning, those of what belongs to a record among them."""
    found = {each.name: each for each in records.fields_for(kind)}
    if (part := PARTS.get(kind)) is not None:
        known = {each.name: each for each in records.fields_for(part.kind)}
        word = known[part.needs[0]].label
        for name in part.taken:
            label = word if name == part.needs[0] else f"{word}的{known[name].label}"
            found[f"{PREFIX}{name}"] = replace(known[name], name=f"{PREFIX}{name}", label=label)
    return found


def columns(said: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """By field of what belongs to a record the header that the operator says it to be."""
    return {
        name.removeprefix(PREFIX): label
        for label, name in said.items()
        if name.startswith(PREFIX) and label in header
    }


def own(kind: str, each: Field) -> tuple[str, Field]:
    """A field that may be answered as the kind knows it of whose records it is."""
    if not each.name.startswith(PREFIX):
        return kind, each
    return PARTS[kind].kind, replace(each, name=each.name.removeprefix(PREFIX))


def of_part(choices: Choices) -> Choices:
    """What the operator said of words, as far as it is about what belongs to a record."""
    return Choices(
        meant=_parted(choices.meant, of_part=True),
        registered=_parted(choices.registered, of_part=True),
        register=choices.register,
    )


def of_record(choices: Choices) -> Choices:
    """What the operator said of words, without what is about what belongs to a record."""
    meant, registered = choices.meant, choices.registered
    return replace(choices, meant=_parted(meant), registered=_parted(registered))


def _parted(
    said: Mapping[tuple[str, str], _Said], *, of_part: bool = False
) -> dict[tuple[str, str], _Said]:
    return {
        (name.removeprefix(PREFIX), words): each
        for (name, words), each in said.items()
        if name.startswith(PREFIX) == of_part
    }


def errors(found: Mapping[str, RowError]) -> dict[str, RowError]:
    """The errors of such cells as those of their row."""
    return {
        f"{PREFIX}{name}": replace(
            error,
            unknown=(f"{PREFIX}{error.unknown[0]}", error.unknown[1]) if error.unknown else None,
        )
        for name, error in found.items()
    }
