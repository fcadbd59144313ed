import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.fields import Field, Kind, Listing, Privacy, Reference
from gaotang_desktop.domain.privacy import Cover, Known, bare_names, masked_name, names_somebody


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张某某"),
        ("欧阳修", "欧阳某某"),
        ("欧阳", "欧某某"),
        ("张三、李四", "张某某、李某某"),
        ("张三，欧阳修/王五", "张某某，欧阳某某/王某某"),
        ("张三等3人", "张某某等3人"),
        ("张 三", "张某某"),
        ("张　三、李 四", "张某某、李某某"),
        ("王 小明、欧阳 建国", "王某某、欧阳某某"),
        ("王 小 明 李四", "王某某 李某某"),
        ("张三（郭桥村）", "张某某（郭桥村）"),
        ("匿名、群众等3人", "匿名、群众等3人"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_only_the_surname_stays(name, masked):
    assert masked_name(name) == masked


def test_whoever_leaves_no_name_is_nobody_to_write_to():
    named = [("张三",), ("匿名", "王某"), ("李",)]
    nobody = [(), None, ("匿名",), ("群众、村民",), ("不愿透露姓名",)]
    assert [names_somebody(each) for each in (*named, *nobody)] == [True] * 3 + [False] * 5


@given(st.text("张三李四欧阳修、，/ ", max_size=20))
def test_masking_twice_changes_nothing_more(names):
    once = masked_name(names)
    assert masked_name(once) == once


def cover(*residents, **others):
    return Cover(Known(residents=frozenset(residents), **{
        name: frozenset(values) for name, values in others.items()
    }))  # fmt: skip


@pytest.mark.parametrize(
    ("entered", "names"),
    [
        ("张三等3人", ["张三"]),
        ("李四（村民）13800000000", ["李四"]),
        ("甲方：赵小六", ["赵小六"]),
        ("张　三", ["张三"]),
        ("张 三 李四", ["张三", "李四"]),
        ("申请人：王 小明（村民）", ["王小明"]),
        ("王 小明等3人", ["王小明"]),
        ("张 三丰 欧 阳 建 国 诸葛 亮", ["张三丰", "欧阳建国", "诸葛亮"]),
        ("李 四 王 五", ["李四", "王五"]),
        ("陈一与孙二", ["陈一", "孙二"]),
        ("张三、欧阳修远夫妇", ["张三", "欧阳修远"]),
        ("村民、双方", []),
        ("张某某", []),
        ("李", []),
    ],
)
def test_the_names_in_an_entry_are_those_that_a_text_may_hold(entered, names):
    assert bare_names(entered) == names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("张三与邻居争吵", "张某某与邻居争吵"),
        ("经办人：张 三", "经办人：张某某"),
        ("欧阳修远到场", "欧阳某某到场"),
        ("电话13812345678", "电话138****5678"),
        ("与欧阳 修远、欧 阳　修 远争吵", "与欧阳某某、欧阳某某争吵"),
        ("村民欧阳修…", "村民欧阳某某…"),
        ("电话1381234567…", "电话138*******…"),
        ("身份证41112319800101…", "身份证411***********…"),
        ("电话 138-1234-5678。", "电话 138****5678。"),
        ("＋86 13812345678", "＋86 138****5678"),
        ("座机0396-6612345", "座机0396-****345"),
        ("身份证41112319800101234X", "身份证411***********234X"),
        ("张某某说", "张某某说"),
    ],
)
def test_known_names_and_numbers_are_covered_in_any_text(text, said):
    assert cover("张三", "欧阳修远")(text) == said
    assert cover("张三", "欧阳修远")(said) == said


@pytest.mark.parametrize(
    "text",
    [
        "工单20261128138123456780",
        "校验码a13812345678b",
        "411121204201",
        "2026-10-24 09:00",
        "高综治〔2026〕3号",
        "合计13812345678901元",
        "值班电话0396-5551234、13900001111",
    ],
)
def test_numbers_that_are_nobodys_and_phones_of_the_office_stay(text):
    assert cover("张三", phones=("0396-5551234", "李明 13900001111"))(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "平安夜巡到郭桥村，平安建设",
        "郭桥村支部书记王强到场",
        "由王强生带队",
        "查了王强超市",
        "在李四海处",
        "村民反映双方已和解",
    ],
)
def test_officials_places_signs_and_words_of_every_day_stay(text):
    known = cover(
        "平安", "王强", "郭桥", "李四", "村民", "双方",
        officials=("王强", "王强生", "李四海"), places=("郭桥村", "郭桥"), shops=("王强超市",),
    )  # fmt: skip
    assert known(text) == text
    assert known.ambiguous == {"平安", "王强"}


def test_an_officials_namesake_is_covered_in_his_own_matter_and_the_places_stay():
    known = cover("王强", "郭桥", officials=("王强",), places=("郭桥村", "郭桥"))
    assert known("王强在郭桥村与人争吵", frozenset({"王强"})) == "王某某在郭桥村与人争吵"


SUMMARY = Field("summary", "简要情况", Kind.LONG_TEXT)
PARTIES = Field("parties", "当事人", Kind.NAMES, privacy=Privacy.RESIDENT)
LEADER = Field("leader", "带班人", Kind.TEXT)
ORDER = Field("order_number", "工单号", Kind.TEXT)
ABOUT = Field("dispute_id", "矛盾纠纷", Kind.REFERENCE, refers_to="disputes")


def test_a_list_is_covered_field_by_field():
    known = Cover(
        Known(
            residents=frozenset({"王强", "赵六"}),
            officials=frozenset({"王强"}),
            matters=lambda _names: {("disputes", 7): frozenset({"王强"})},
        )
    )
    listed = Listing(
        "dispute-notes",
        (ABOUT, SUMMARY, PARTIES, LEADER, ORDER),
        (1, 2),
        (
            (Reference(7, "001 王强争地", 0), "王强让步", ("王强",), "王强", "13812345678"),
            (Reference(8, "002 赵六", 0), "王强主持，赵六到场", ("13812345678",), "赵六生", None),
        ),
    )
    assert known.listing(listed).rows == (
        (Reference(7, "001 王某某争地", 0), "王某某让步", ("王某某",), "王某某", "13812345678"),
        (Reference(8, "002 赵某某", 0), "王强主持，赵某某到场", ("138****5678",), "赵六生", None),
    )


@given(
    st.lists(st.text("张王李三四五强明", min_size=2, max_size=3), min_size=1, max_size=6),
    st.text("张王李三四五强明，。 到场", max_size=60),
)
def test_no_known_name_is_left_in_any_text_and_what_was_covered_can_be_told(names, text):
    known = cover(*names)
    pieces = known.found(text)
    said = known(text)
    assert not known.found(said)
    end = 0
    for start, stop, covered in pieces:
        assert end <= start < stop
        assert "".join(text[start:stop].split()) in names
        assert covered.endswith("某某")
        end = stop


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("回头看：杂物是欧阳修，合格", "回头看：杂物是欧阳某某，合格"),
        ("登记进展：已经联系欧阳", "登记进展：已经联系欧阳"),
        ("修改意见：欧阳修远反映路灯…", "修改意见：欧阳某某反映路灯…"),
        ("保存平安夜巡", "保存平安夜巡"),
    ],
)
def test_a_title_that_was_cut_within_a_name_shows_no_more_than_the_surname(title, said):
    assert cover("欧阳修远").title(title) == said
