"""Which chapter of the manual says more about a refusal."""

from collections.abc import Mapping

from gaotang_desktop.domain import errors

CONTENTS = "README"

CHAPTERS: Mapping[type[errors.DomainError], str] = {
    errors.DamagedDatabase: "system#备份和恢复",
    errors.MissingDatabase: "system#备份和恢复",
    errors.NewerDatabase: "install#升级",
    errors.NotWritable: "install",
    errors.StorageProblem: "install",
    errors.Unreadable: "README#各页都一样的",
}
"""What is the same on every page. Anything else is about what the page does: its own chapter.

After ``#`` stands the heading in the chapter.
"""


def chapter_behind(error: object, of_page: str) -> str:
    """The chapter behind a refusal; ``of_page`` is that of the page on which it was said."""
    kinds = type(error).__mro__
    return next((CHAPTERS[each] for each in kinds if each in CHAPTERS), of_page or CONTENTS)
