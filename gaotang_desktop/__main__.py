"""``gaotang-desktop``: a command, or no command and the window."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# What a shell reports of a program that was ended by a pipe nobody reads (128 + SIGPIPE).
_PIPE_CLOSED = 141
# numpy draws and sorts here and multiplies no matrices: the library for that, which it loads all the
# same, would set aside 40 MB for each core of the machine.
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (0 done, 1 mendable, 2 usage, 3 our bug).

    A reader that stops early, as in ``… | head``, is no error of ours: 141, and nothing is said.
    """
    try:
        code = _run(argv)
        # Not at exit, where a broken pipe could no longer be kept silent.
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except BrokenPipeError:
        _silence()
        return _PIPE_CLOSED
    return code


def _silence() -> None:
    """Let what is left in the buffers go nowhere, so that Python's last flush finds a reader."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and hasattr(stream, "fileno"):
                os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)


def _run(argv: Sequence[str] | None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault(*_ONE_THREAD)
    for stream in (sys.stdout, sys.stderr):
        # A Chinese Windows console defaults to GBK, which lacks rare characters.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # A double click need not wait for the grammar of the commands.
    match words:
        case []:
            return _open_window(None)
        case ["--data", folder] if not folder.startswith("-"):
            return _open_window(Path(folder))
    from gaotang_desktop.commands.arguments import UsageProblem, parser

    try:
        typed = parser().parse_args(words)
    except UsageProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    if typed.command is None:
        return _open_window(typed.data)
    from gaotang_desktop.commands.running import run

    if typed.command == "self-test":
        from gaotang_desktop.window_test import steps

        return run(typed, window=steps)
    return run(typed)


def _open_window(folder: Path | None) -> int:
    gc.disable()  # what is imported stays; the window collects by itself (ui/desk/garbage)
    # Something is seen before the window's own modules are even imported.
    from gaotang_desktop.ui.frame.start.splash import show_splash

    splash = show_splash()
    from gaotang_desktop.app import open_window

    return open_window(folder, before=splash)


if __name__ == "__main__":
    sys.exit(main())
