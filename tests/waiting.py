"""Waiting for the real window: until nothing runs and nothing is about to run."""


def settled(qtbot, window):
    """Changes are told, and what they lead to is read and shown.

    A change is told with the next turn of the event loop, and what is told after one job may start
    the next: only several quiet turns in a row say that nothing follows.
    """
    quiet = 0
    while quiet < 3:
        qtbot.wait(15)
        quiet += 1
        if window.jobs.is_busy():
            quiet = 0
            qtbot.waitUntil(lambda: not window.jobs.is_busy(), timeout=30_000)


def active(qtbot, widget):
    """The window that takes the keys is this one."""
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=10_000)
    return widget
