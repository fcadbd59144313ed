"""One key, whichever Python wraps it: the Windows program's has no OpenSSL."""

import hashlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaotang_desktop import keys
from gaotang_desktop.domain.errors import WrongPassword

WITHOUT_OPENSSL = """
import sys
from pathlib import Path
sys.modules["_hashlib"] = None
import hashlib
assert not hasattr(hashlib, "scrypt")
from gaotang_desktop import keys
keys.ROUNDS = 3
place = Path(sys.argv[1])
assert keys.opened(keys.read(place), "高塘镇-2026") == bytes(range(32))
made = keys.made(bytes(range(32)), "高塘镇-2027", "Y1K9-G362-PBS3-61JZ-QCV3-FNTX-13CP", today="2026-11-28")
keys.write(place, made)
"""


@given(words=st.binary(max_size=200), salt=st.binary(max_size=20), rounds=st.integers(1, 5))
@settings(max_examples=30)
@pytest.mark.skipif(not hasattr(hashlib, "pbkdf2_hmac"), reason="a Python without OpenSSL")
def test_words_are_stretched_alike_with_and_without_openssl(words, salt, rounds):
    assert keys.stretched_here(words, salt, rounds) == hashlib.pbkdf2_hmac(
        "sha512", words, salt, rounds, 64
    )


def test_a_python_without_openssl_opens_what_another_wrapped_and_the_other_way_round(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(keys, "ROUNDS", 3)
    place, key, code = tmp_path / "key.json", bytes(range(32)), keys.new_recovery()
    keys.write(place, keys.made(key, "高塘镇-2026", code, today="2026-11-28"))
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_OPENSSL, str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert keys.opened(keys.read(place), "高塘镇-2027") == key


@pytest.mark.parametrize(
    "password", ["短", "aaaaaaaa", "12345678", "19850612", "13987654321", "abcdefgh", "hgfedcba"]
)
def test_a_password_that_is_guessed_at_once_is_refused(password):
    with pytest.raises(WrongPassword, match="请换一个"):
        keys.require_fit(password)
