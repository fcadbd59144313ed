"""Texts that are shown or kept shorter than they are."""


def cut(text: str, longest: int = 20) -> str:
    """A text of at most so many characters: what is longer ends in ….

    By that sign it is known that a name or a number may have been cut
    (:mod:`~gaotang_desktop.domain.privacy`).
    """
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
