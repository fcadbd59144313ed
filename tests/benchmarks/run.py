"""Run the benchmarks of this folder and print one table; words choose by parts of names."""

import importlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEAD = f"{'ours ms':>12} {'baseline ms':>12} {'ratio':>8}  {'ours, range':<20} what / against"


def benchmarks(folder=HERE):
    """Every bench_ function, by file and in the order written."""
    for path in sorted(folder.glob("bench_*.py")):
        module = importlib.import_module(path.stem)
        for name, function in vars(module).items():
            if name.startswith("bench_") and function.__module__ == path.stem:
                yield f"{path.stem}.{name}", function


def main(words):
    chosen = [
        (name, function)
        for name, function in benchmarks()
        if not words or any(word in name for word in words)
    ]
    print(HEAD, flush=True)
    for _name, function in chosen:
        print(function().line(function.__doc__.splitlines()[0]), flush=True)
    if not chosen:
        print("No benchmark has such a name.", file=sys.stderr)
    return 0 if chosen else 2


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    # Builders are shared with the tests.
    sys.path += [str(HERE.parent), str(HERE.parent / "documents")]
    sys.exit(main(sys.argv[1:]))
