import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.privacy import masked_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张某某"),
        ("欧阳修", "欧阳某某"),
        ("欧阳", "欧某某"),
        ("张三、李四", "张某某、李某某"),
        ("张三，欧阳修/王五", "张某某，欧阳某某/王某某"),
        ("张三等3人", "张某某等3人"),
        ("张三（郭桥村）", "张某某（郭桥村）"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_only_the_surname_stays(name, masked):
    assert masked_name(name) == masked


@given(st.text("张三李四欧阳修、，/ ", max_size=20))
def test_masking_twice_changes_nothing_more(names):
    once = masked_name(names)
    assert masked_name(once) == once
