"""The office's wordings as a file of their own: given to another office, taken in as new versions."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gaotang_desktop.domain.documents.paper_wordings import Wording, checked
from gaotang_desktop.domain.errors import Conflict, Invalid, Unreadable
from gaotang_desktop.files import write_whole
from gaotang_desktop.services.papers import paper_wordings
from gaotang_desktop.services.workplace import Workplace

FORMAT = "gaotang-wordings"
SUFFIX = ".json"
_VERSION = 1
_LARGEST = 2 * 1024 * 1024


def export(work: Workplace, path: Path, names: Collection[str] = ()) -> tuple[str, ...]:
    """Write the wordings that hold, all that the office set or those named; returns their names.

    Names of residents are covered, as in everything that leaves the office.

    Raises:
        Conflict: a paper named has no wording of its own, or none was set.
        StorageProblem: the file cannot be written.
    """
    held = {
        name: found
        for name in names or paper_wordings.NAMES
        if (found := paper_wordings.newest(work, name)) is not None and found.wording.body
    }
    if lacking := [paper_wordings.label_of(name) for name in names if name not in held]:
        raise Conflict(f"{'、'.join(lacking)}用的是程序自带的范文，没有自己的可以导出。")
    if not held:
        raise Conflict("还没有改过范文，没有可以导出的。程序自带的范文每台电脑都有。")
    cover = work.cover
    said = {
        "format": FORMAT,
        "version": _VERSION,
        "wordings": [
            {
                "paper": name,
                "label": paper_wordings.label_of(name),
                "version": each.number,
                "saved_on": each.saved_on.isoformat(),
                "title": cover(each.wording.title),
                "body": cover(each.wording.body).splitlines(),
                "known": list(each.wording.known),
            }
            for name, each in held.items()
        ],
    }
    write_whole(path, (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())
    return tuple(held)


def read(path: Path) -> dict[str, Wording]:
    """The wordings of a file by the name of their paper, each as it could be set.

    Raises:
        Unreadable: it cannot be read, or is no file of wordings.
        Invalid: a wording names a field that there is not, or a paper that this program has not.
    """
    name = f"文件“{path.name}”"
    try:
        if path.stat().st_size > _LARGEST:
            raise Unreadable(f"{name}超过 2 兆，不是导出的范文。请核对文件是否选对。")
        said = json.loads(path.read_text("utf-8-sig"))
    except OSError as problem:
        raise Unreadable(f"{name}打不开。请核对它还在不在，或者关闭占用它的程序。") from problem
    except (ValueError, RecursionError) as problem:
        raise Unreadable(f"{name}不是导出的范文，或者已经损坏。请重新导出一次。") from problem
    if not isinstance(said, Mapping) or said.get("format") != FORMAT:
        raise Unreadable(f"{name}不是导出的范文。请选“导出范文”存的文件。")
    if said.get("version") != _VERSION:
        raise Unreadable(f"{name}是更新的版本导出的，请先把这台电脑上的程序升级。")
    rows = said.get("wordings")
    if not isinstance(rows, list) or not rows:
        raise Unreadable(f"{name}里没有范文。")
    return dict(_read(row, name) for row in rows)


def take(work: Workplace, found: Mapping[str, Wording]) -> tuple[str, ...]:
    """Set wordings as new versions, one step that can be undone; returns those that were other.

    What this office itself gave out, with names covered, is no other wording.
    """
    new = {name: each for name, each in found.items() if not _holds(work, name, each)}
    if new:
        paper_wordings.save_all(work, new)
    return tuple(new)


def _holds(work: Workplace, name: str, wording: Wording) -> bool:
    own, cover = paper_wordings.current(work, name), work.cover
    return own is not None and wording in (
        own,
        replace(own, title=cover(own.title), body=cover(own.body)),
    )


def _read(row: Any, file: str) -> tuple[str, Wording]:
    broken = Unreadable(f"{file}里有一份范文残缺，没有读入。请重新导出一次。")
    try:
        paper, title, body, known = row["paper"], row["title"], row["body"], row.get("known", [])
        texts = [paper, title, *body, *known]
    except (TypeError, KeyError, AttributeError) as problem:
        raise broken from problem
    if not all(isinstance(each, str) for each in texts):
        raise broken
    wording = Wording(title, "\n".join(body), tuple(known))
    if paper not in paper_wordings.NAMES:
        raise Invalid({"paper": f"{file}里有这个版本没有的公文“{paper[:40]}”，没有读入。"})
    try:
        return paper, checked(wording)
    except Invalid as problem:
        said = f"{paper_wordings.label_of(paper)}：{problem}"
        raise Invalid({"body": said}) from problem
