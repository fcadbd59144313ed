"""What single kinds must have, and may not say, before they go out."""

import pytest

from gaotang_desktop.domain.documents.kind_gates import of_kind


def values(kind, **given):
    own = {"kind": kind, "name": "关于修路的请示", "body": "请批示。", "addressee": "县委政法委",
           "note": "联系人：张三，电话：0558-1234567", "approvers": "李四"}  # fmt: skip
    return {**own, **given}


def said(kind, **given):
    return list(of_kind(values(kind, **given)))


def test_a_request_to_one_office_with_contact_and_approver_passes():
    assert said("请示") == []


@pytest.mark.parametrize("addressee", ["县委政法委、县公安局", "县委政法委，县信访局", "××"])
def test_a_request_goes_to_one_office(addressee):
    assert any(each.stops for each in said("请示", addressee=addressee))


def test_a_request_names_whom_to_ask_and_who_approved_it():
    assert any("附注" in each.sentence for each in said("请示", note=""))
    assert any("签发人" in each.sentence for each in said("请示", approvers=""))
    assert not any("签发人" in each.sentence for each in said("函", approvers=""))


@pytest.mark.parametrize("kind", ["会议通知", "考评通报", "函", "工作简报", "批复"])
def test_a_paper_that_does_not_go_upwards_is_asked_about_its_approver(kind):
    named = [each for each in said(kind) if "不标注签发人" in each.sentence]
    assert [each.asks for each in named] == [True]
    assert not any("签发人" in each.sentence for each in said(kind, approvers=" "))


def test_a_report_asks_for_nothing():
    assert any("另写请示" in each.sentence for each in said("工作报告", body="以上妥否，请批示。"))
    assert said("工作报告", body="特此报告。") == []


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("宣传通知", {"body": "妥否，请批示。"}, "妥否，请批示"),
        ("宣传通知", {"body": "请贵村落实。"}, "贵村"),
        ("宣传通知", {"body": "请你单位和贵单位落实。"}, "贵单位"),
        ("宣传通知", {"note": "联系人：张三"}, "没有电话"),
        ("请示", {"body": "请遵照执行。请批示。"}, "请遵照执行"),
        ("请示", {"body": "一、申请经费3万元。\n二、申请增加2人。\n请批示。"}, "一文一事"),
        ("函", {"body": "请贯彻执行。"}, "请贯彻执行"),
    ],
)
def test_a_paper_speaks_as_its_kind_does(kind, given, words):
    own = {"approvers": "李四" if kind == "请示" else ""}
    assert any(words in each.sentence for each in said(kind, **own, **given))


def test_what_is_right_for_a_kind_is_let_through():
    notice = {"approvers": "", "body": "请你村落实，贵重物品、宝贵意见由你们保管。"}
    assert said("宣传通知", **notice) == []
    assert said("函", approvers="", body="请贵局支持。妥否，请批复。") == []
    assert said("请示", body="一、基本情况\n二、申请事项\n申请经费3万元。\n妥否，请批示。") == []


@pytest.mark.parametrize(
    "body",
    [
        "接到调查电话时，请回答非常满意。",
        "收到短信问卷请大家选择满意。",
        "请打满分。",
        "遇到上级电话访问，要说非常安全、十分满意。",
    ],
)
@pytest.mark.parametrize("kind", ["一封信", "民情通知书"])
def test_nothing_to_residents_tells_them_what_to_answer(kind, body):
    assert any(each.stops for each in said(kind, body=body))


@pytest.mark.parametrize(
    "body",
    [
        "您对我们的工作满意不满意，都可以直说。",
        "接到陌生电话不要转账。",
        "有意见请告诉网格员，电话 110。",
    ],
)
def test_honest_words_to_residents_pass(body):
    assert not any(each.stops for each in said("一封信", body=body))


def test_a_paper_with_a_person_s_name_says_to_whom_it_may_be_given():
    (found,) = said("受理告知书", body="您反映的事项。", approvers="")
    assert found.known
    assert "只交给本人" in found.sentence


def test_blanks_in_the_title_stop():
    assert any(each.stops for each in said("通告", name="关于××的通告"))
