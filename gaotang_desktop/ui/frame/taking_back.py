"""撤销 and 重做 as the operator sees them: done off the window's thread, said in a toast."""

from collections.abc import Callable

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.ui.desk.desk import Desk


def take_back(
    desk: Desk, word: str, opposite: str, deed: Callable[[], str], back: Callable[[], None]
) -> None:
    """Do ``deed``, which returns what it took back, and offer ``back``, its opposite."""
    if desk.jobs.is_busy():
        return

    def failed(error: Exception) -> None:
        if isinstance(error, DomainError):
            desk.messages.toast(str(error), seconds=12)
        else:
            desk.messages.bug(error)

    desk.jobs.run(
        lambda _progress: deed(),
        title=f"正在{word}",
        done=lambda title: desk.messages.toast(f"已{word}：{title}", action=opposite, slot=back),
        failed=failed,
    )
