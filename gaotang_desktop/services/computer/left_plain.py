"""What lies plain beside encrypted data (没有加密的旧文件): found, told and replaced.

At home an earlier version, or whoever put a copy there, may have left one; at the second backup place
lies what was kept before the office had a password.
"""

import contextlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gaotang_desktop import keys
from gaotang_desktop.data import attachments, recrypting
from gaotang_desktop.data import backups as copies
from gaotang_desktop.data.queries import attachments as attached_files
from gaotang_desktop.data.queries import settings
from gaotang_desktop.domain.errors import DamagedDatabase, StorageProblem, Unreadable
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.paths import ATTACHMENTS
from gaotang_desktop.services import backups
from gaotang_desktop.services.workplace import Workplace

_NAMED = 3
_HOME, _SECOND = "本机的备份文件夹", "第二备份位置"


@dataclass(frozen=True, slots=True)
class Plain:
    """What anybody can read, though the data are encrypted.

    ``home``: databases among the office's own backups; ``second``: what is its own at the second place.
    ``unsure`` lies there and may be another office's too, which could not open it any more once it bears
    our key: backups of this data folder that were not noted as made here, and attached files that others
    have as well.
    """

    home: tuple[Path, ...] = ()
    second: tuple[Path, ...] = ()
    unsure: tuple[Path, ...] = ()

    @property
    def ours(self) -> tuple[Path, ...]:
        """What :func:`encrypt` puts encrypted copies in the place of."""
        return self.home + self.second

    @property
    def said_of_ours(self) -> list[str]:
        """A sentence for each place that has some, without its full stop."""
        return [
            f"{place}里还有 {len(found)} 个没有加密的旧文件，谁都能看："
            + "、".join(each.name for each in found[:_NAMED])
            + (" 等" if len(found) > _NAMED else "")
            for place, found in ((_HOME, self.home), (_SECOND, self.second))
            if found
        ]

    @property
    def said_of_unsure(self) -> str:
        """The sentence for those; empty where there is none."""
        if not self.unsure:
            return ""
        return (
            f"{_SECOND}里另有 {len(self.unsure)} 个没有加密的文件（{self.unsure[0].name} 等），"
            "分不清是不是只有这里用，没有动；确定别人不用的，请自己删掉。"
        )


def found(work: Workplace) -> Plain:
    """What is plain among the backups here and at the second place; others' are not told."""
    if keys.of_folder(work.folder) is None:
        return Plain()
    home = tuple(recrypting.plain_copies(work.folder))
    place = backups.second(work)
    if place is None or not place.is_there:
        return Plain(home)
    copied, attached = recrypting.plain_files(place.folder)
    known = backups.copies_at(work, place.folder)
    ours = [each for each in copied if each.name in known]
    others = [each for each in copied if each.name not in known]
    with work.database.reading() as session:
        name = settings.folder(session)
    unsure = [each for each in others if copies.folder_of(each) in (name, None)]
    if attached:
        theirs = _referred(each for each in others if each not in unsure)
        used = attachments.kept(work.folder / ATTACHMENTS) | _referred([*ours, *unsure])
        mine = [each for each in attached if each.name in used]
        ours += [each for each in mine if each.name not in theirs]
        unsure += [each for each in mine if each.name in theirs]
    return Plain(home, tuple(ours), tuple(unsure))


def _referred(found: Iterable[Path]) -> set[str]:
    """The contents that copies refer to; one that cannot be read refers to none."""
    digests: set[str] = set()
    for each in found:
        with contextlib.suppress(StorageProblem, DamagedDatabase):
            digests |= attached_files.referred(each)
    return digests


def said(work: Workplace) -> list[str]:
    """Sentences about those, with what to do; none where there is none."""
    return [f"{each}。请到“系统 → 口令和加密”换成加密的。" for each in found(work).said_of_ours]


def encrypt(work: Workplace, progress: Progress | None = None) -> tuple[int, list[str]]:
    """Put an encrypted copy in the place of each of those; how many, and names of what cannot be read.

    Raises:
        StorageProblem: a disk or the stick is full, protected or was pulled out; each file is the old or
            the new one.
    """
    left = []
    with copies.alone(work.folder):
        plain, key = found(work), keys.of_folder(work.folder)
        for at, path in enumerate(plain.ours):
            if progress is not None:
                progress.step(at, len(plain.ours), path.name)
            try:
                recrypting.encrypted_in_place(path, key)
            except (StorageProblem, Unreadable):
                left.append(path.name)
            except (OSError, sqlite3.Error) as error:
                where, what = (
                    (_HOME, "磁盘可能满了")
                    if path in plain.home
                    else (_SECOND, "U 盘可能满了或者拔掉了")
                )
                raise StorageProblem(
                    f"{where}没有全部换成加密的：“{path.name}”读写出错，{what}。"
                    "换好的都有效，没换的还在原处，请处理好再换一次。"
                ) from error
    place = backups.second(work)
    if plain.second and place is not None:
        copies.write_list(place.folder)
    return len(plain.ours) - len(left), left
