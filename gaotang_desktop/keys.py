"""The key of an encrypted office (加密): how it is kept, and which file needs which.

All that an encrypted folder holds is encrypted with one random key. The key itself lies in the key
file, wrapped twice: by the password and by the code of the recovery sheet (恢复单), so that a new
password touches nothing else. Each encrypted file begins with the mark of its key, where SQLCipher
keeps a salt: so a file tells by itself which key it needs.

Wrapping: PBKDF2-HMAC-SHA512 (RFC 8018, 5.2; SQLCipher's own way) makes 64 bytes from the words and a
fresh salt; half of them cover the key (used once, they are a one-time pad), half make the HMAC-SHA256
that tells a wrong password. The Windows program has no OpenSSL, so scrypt is not to be had there.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Literal

from gaotang_desktop.domain.errors import Locked, StorageProblem, WrongPassword
from gaotang_desktop.paths import KEY_NAME
from gaotang_desktop.peeking import first_bytes

PLAIN = b"SQLite format 3\0"
MARK_BYTES = 16
SHORTEST = 8
_SHORTEST_NUMBER = 12
_KEY_BYTES = 32
ROUNDS = 500_000  # about a second on an office's computer
_MOST_ROUNDS = 5_000_000
_BLOCK, _DIGEST = 128, 64  # bytes of SHA-512
_INNER, _OUTER = (bytes(each ^ mask for each in range(256)) for mask in (0x36, 0x5C))
_GROUPS, _GROUP = 7, 4
_LETTERS = str.maketrans("OIL", "011")

State = Literal["encrypting", "encrypted", "decrypting"]


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The key as one secret opens it; bytes are written as hexadecimal digits."""

    salt: str
    rounds: int
    key: str
    tag: str


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What the key file says. ``state`` tells a move from plain to encrypted, or back, that is under way.

    ``drop_backups``: plain backups of before are removed, not encrypted.
    """

    mark: str
    password: Wrapped
    recovery: Wrapped
    made_on: str
    state: State = "encrypted"
    drop_backups: bool = False


_known: dict[bytes, bytes] = {}


def mark_of(key: bytes) -> bytes:
    """What files encrypted with a key begin with; it tells nothing about the key."""
    return hashlib.sha256(b"gaotang key" + key).digest()[:MARK_BYTES]


def new_key() -> bytes:
    """A random key."""
    return secrets.token_bytes(_KEY_BYTES)


def learn(key: bytes) -> None:
    """Let files that need this key be read and written from now on, in this process."""
    _known[mark_of(key)] = key


def forget() -> None:
    """Forget every key: what is encrypted is closed again."""
    _known.clear()


def known(mark: bytes) -> bytes | None:
    """The key of a mark, if somebody opened it."""
    return _known.get(mark)


def head_of(path: Path) -> bytes:
    """The first bytes of a file; none where there is no file.

    Raises:
        OSError: it cannot be read.
    """
    try:
        return first_bytes(path, MARK_BYTES)
    except FileNotFoundError:
        return b""


def of_file(path: Path) -> bytes | None:
    """The key that a file needs; ``None`` for a plain one. A file not yet written takes its folder's.

    Raises:
        Locked: it needs one, and nobody opened it.
        OSError: it cannot be read.
    """
    head = head_of(path)
    if head == PLAIN:
        return None
    if head in _known:
        return _known[head]
    for folder in (path.parent, path.parent.parent):
        if (folder / KEY_NAME).exists():
            key = of_folder(folder)
            if head and key_file_for(path) is not None:  # the key of another time
                raise Locked(path.parent, path)
            return key
    if head and key_file_for(path) is not None:
        raise Locked(path.parent, path)
    return None


def of_folder(folder: Path) -> bytes | None:
    """The key of a data folder; ``None`` for a plain one.

    Raises:
        Locked: nobody opened it.
        StorageProblem: the key file is damaged.
    """
    if not (folder / KEY_NAME).exists():
        return None
    key = _known.get(bytes.fromhex(read(folder / KEY_NAME).mark))
    if key is None:
        raise Locked(folder, None)
    return key


def is_encrypted(path: Path) -> bool:
    """Whether a file is encrypted with a key that was opened."""
    with contextlib.suppress(OSError):
        return head_of(path) in _known
    return False


def key_file_for(path: Path) -> Path | None:
    """The key file of an encrypted file: beside it under the mark's name, or its data folder's."""
    try:
        mark = head_of(path)
    except OSError:
        return None
    for place in (path.parent / copy_name(mark), path.parent / KEY_NAME,
                  path.parent.parent / KEY_NAME):  # fmt: skip
        with contextlib.suppress(StorageProblem):
            if place.is_file() and read(place).mark == mark.hex():
                return place
    return None


def copy_name(mark: bytes) -> str:
    """The name of the key file's copy beside backups."""
    return f"gaotang-key-{mark.hex()[:16]}.json"


def copies(folder: Path) -> Iterator[Path]:
    """The key files that lie among backups."""
    yield from sorted(folder.glob("gaotang-key-*.json"))


def made(key: bytes, password: str, recovery: str, *, today: str) -> KeyFile:
    """A key file for a key.

    Raises:
        WrongPassword: the password is too short.
    """
    require_fit(password)
    return KeyFile(
        mark_of(key).hex(), _wrapped(key, password), _wrapped(key, _plainly(recovery)), today
    )


def require_fit(password: str) -> None:
    """Refuse a password that is quickly guessed.

    Raises:
        WrongPassword: it is too short, one character again and again, one after the other as they
            stand in the alphabet, or digits alone as a birthday or a phone has them.
    """
    words = _normal(password)
    if sum(1 if each.isascii() else 2 for each in words) < SHORTEST or len(set(words)) < 3:
        raise WrongPassword(
            f"口令至少要 {SHORTEST} 个字符（汉字一个算两个），并且不能只是一两个字符重复。请换一个长些的口令，例如几个词连起来。"
        )
    steps = {ord(after) - ord(before) for before, after in pairwise(words)}
    if (words.isdecimal() and len(words) < _SHORTEST_NUMBER) or steps in ({1}, {-1}):
        raise WrongPassword(
            f"只有数字的口令至少要 {_SHORTEST_NUMBER} 位，也不能是顺着数下来的：生日、电话和 12345678 "
            "一试就开。请换一个，例如几个词连起来。"
        )


def with_password(file: KeyFile, key: bytes, password: str) -> KeyFile:
    """The same key under another password.

    Raises:
        WrongPassword: it is too short.
    """
    require_fit(password)
    return replace(file, password=_wrapped(key, password))


def with_recovery(file: KeyFile, key: bytes, recovery: str) -> KeyFile:
    """The same key under another recovery sheet: the earlier one opens nothing any more."""
    return replace(file, recovery=_wrapped(key, _plainly(recovery)))


def opened(file: KeyFile, secret: str, *, recovery: bool = False) -> bytes:
    """The key, by the password or by the code of the recovery sheet.

    Raises:
        WrongPassword: it is another one.
    """
    wrapped = file.recovery if recovery else file.password
    pad = _stretched(_plainly(secret) if recovery else secret, wrapped)
    covered = bytes.fromhex(wrapped.key)
    if not hmac.compare_digest(_tag(pad, covered), bytes.fromhex(wrapped.tag)):
        raise WrongPassword(
            "恢复码不对。请照恢复单再抄一遍；数字 0 和 1 可以写成字母，没有关系。"
            if recovery
            else "口令不对。请看看大写锁定和输入法，再输一次；忘了口令的，用恢复单。"
        )
    return bytes(a ^ b for a, b in zip(covered, pad[:_KEY_BYTES], strict=True))


def new_recovery() -> str:
    """The code of a recovery sheet: 140 random bits as seven groups that are read aloud easily."""
    letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
    return "-".join("".join(secrets.choice(letters) for _ in range(_GROUP)) for _ in range(_GROUPS))


def _plainly(recovery: str) -> str:
    """A code as it was made, however it was copied: spaces, small letters, O for 0."""
    kept = [each for each in _normal(recovery).upper() if each.isalnum()]
    return "".join(kept).translate(_LETTERS)


def _normal(words: str) -> str:
    return unicodedata.normalize("NFKC", words)


def _wrapped(key: bytes, secret: str) -> Wrapped:
    empty = Wrapped(secrets.token_hex(16), ROUNDS, "", "")
    pad = _stretched(secret, empty)
    covered = bytes(a ^ b for a, b in zip(key, pad[:_KEY_BYTES], strict=True))
    return replace(empty, key=covered.hex(), tag=_tag(pad, covered).hex())


def _stretched(secret: str, wrapped: Wrapped) -> bytes:
    words, salt = _normal(secret).encode(), bytes.fromhex(wrapped.salt)
    if hasattr(hashlib, "pbkdf2_hmac"):
        return hashlib.pbkdf2_hmac("sha512", words, salt, wrapped.rounds, 2 * _KEY_BYTES)
    return stretched_here(words, salt, wrapped.rounds)


def stretched_here(words: bytes, salt: bytes, rounds: int) -> bytes:
    """What ``hashlib.pbkdf2_hmac`` makes with SHA-512, for a Python that has no OpenSSL: one block.

    Source: RFC 8018, 5.2 and RFC 2104.
    """
    words = hashlib.sha512(words).digest() if len(words) > _BLOCK else words
    inner = hashlib.sha512(words.ljust(_BLOCK, b"\0").translate(_INNER))
    outer = hashlib.sha512(words.ljust(_BLOCK, b"\0").translate(_OUTER))

    def signed(said: bytes) -> bytes:
        within, around = inner.copy(), outer.copy()
        within.update(said)
        around.update(within.digest())
        return around.digest()

    step = signed(salt + b"\0\0\0\1")
    found = int.from_bytes(step, "big")
    for _ in range(rounds - 1):
        step = signed(step)
        found ^= int.from_bytes(step, "big")
    return found.to_bytes(_DIGEST, "big")


def _tag(pad: bytes, covered: bytes) -> bytes:
    return hmac.digest(pad[_KEY_BYTES:], covered, "sha256")


def read(path: Path) -> KeyFile:
    """A key file.

    Raises:
        StorageProblem: it cannot be read, or was changed.
    """
    try:
        told = json.loads(path.read_text("utf-8"))
        if not isinstance(told, dict) or told.pop("format", 0) != 1:
            raise ValueError("another format")
        file = KeyFile(
            **{**told, "password": _read(told["password"]), "recovery": _read(told["recovery"])}
        )
        if len(bytes.fromhex(file.mark)) != MARK_BYTES or file.state not in (
            "encrypting", "encrypted", "decrypting",
        ):  # fmt: skip
            raise ValueError("no such state")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise StorageProblem(
            f"钥匙文件“{path.name}”读不出来，或者被改动过，没有它打不开加密的数据。"
            f"备份文件夹里有它的副本（gaotang-key-….json），请把副本复制到数据文件夹，改名为 {KEY_NAME}。"
        ) from error
    return file


def _read(told: Mapping[str, object]) -> Wrapped:
    wrapped = Wrapped(**told)  # type: ignore[arg-type]
    sizes = (len(bytes.fromhex(wrapped.key)), len(bytes.fromhex(wrapped.tag)))
    bytes.fromhex(wrapped.salt)
    # What a forged file asks for may not take hours.
    if sizes != (_KEY_BYTES, 32) or not 0 < int(wrapped.rounds) <= _MOST_ROUNDS:
        raise ValueError("no such wrapping")
    return wrapped


def write(path: Path, file: KeyFile) -> None:
    """Write a key file beside and rename it: the old one or the new one is there, whole.

    Raises:
        OSError: the disk is full or protected.
    """
    part = path.with_name(path.name + ".part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with os.fdopen(os.open(part, flags, 0o600), "w", encoding="utf-8") as out:
        json.dump({"format": 1, **asdict(file)}, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)


def sql(key: bytes | None) -> str:
    """A key as SQLCipher's ``KEY`` takes it: the key itself and the mark, nothing to be stretched."""
    return "''" if key is None else f"\"x'{key.hex()}{mark_of(key).hex()}'\""
