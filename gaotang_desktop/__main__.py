"""``gaotang-desktop``: a command, or no command and the window."""

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (0 done, 1 mendable, 2 usage, 3 our bug)."""
    words = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # A Chinese Windows console defaults to GBK, which lacks rare characters.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    from gaotang_desktop.commands.arguments import UsageProblem, parser

    try:
        typed = parser().parse_args(words)
    except UsageProblem as problem:
        print(problem, file=sys.stderr)
        return 2
    if typed.command is None:
        from gaotang_desktop.app import open_window

        return open_window(typed.data)
    from gaotang_desktop.commands.running import run

    return run(typed)


if __name__ == "__main__":
    sys.exit(main())
