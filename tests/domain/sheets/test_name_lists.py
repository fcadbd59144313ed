import pytest

from gaotang_desktop.domain.sheets.name_lists import names_in

THREE = ["大岭村", "河口村", "清溪社区"]


@pytest.mark.parametrize(
    ("copied", "names"),
    [
        ("大岭村\n河口村\r\n清溪社区\n", THREE),
        ("1. 大岭村\n2、河口村\n（3）清溪社区", THREE),
        ("大岭村、河口村，清溪社区。", THREE),
        ("大岭村 河口村\n\n清溪社区", THREE),
        ("大岭村\t619\n河口村\t723", []),
        ("大岭村 619户\n河口村 723户", []),
        ("请各村今天报名单。\n谢谢！", []),
        ("关于进一步做好岁末年初矛盾纠纷排查化解工作的通知", []),
        ("", []),
    ],
)
def test_names_without_a_heading_are_read_and_nothing_else_is(copied, names):
    assert names_in(copied) == names
