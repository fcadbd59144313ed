"""Papers that the office types: their fixed turns, with ×× where somebody has to write."""

from dataclasses import dataclass, replace

from gaotang_desktop.domain.documents.blocks import OfficialPaper
from gaotang_desktop.domain.documents.notices import blocks_of
from gaotang_desktop.domain.documents.wordings import Envelope, of_kind


@dataclass(frozen=True, slots=True)
class Typed:
    """A kind's title, text and 主送; 【乡镇】 and 【联系人】 are filled in from the settings."""

    kind: str
    title: str
    body: str
    addressee: str = ""
    noted: bool = False


TYPED = {
    "letter": Typed(
        "函",
        "关于××的函",
        "为××，请贵单位××，并于××前函复。\n特此函达。",
        "××",
        noted=True,
    ),
    "request": Typed(
        "请示",
        "关于××的请示",
        "为××，根据××，拟××。现将有关情况请示如下：\n"
        "一、基本情况\n××。\n二、请示事项\n××。\n妥否，请批示。",
        "××",
        noted=True,
    ),
    "announcement": Typed(
        "通告",
        "关于××的通告",
        "为××，根据××，现通告如下：\n一、××。\n二、××。\n三、本通告自发布之日起施行。\n特此通告。",
    ),
    "reply": Typed(
        "批复",
        "关于××的批复",
        "你村《关于××的请示》收悉。经研究，批复如下：\n一、同意××。\n二、××。\n此复。",
        "××村",
    ),
    "commendation": Typed(
        "表彰决定",
        "关于表彰××的决定",
        "××以来，各村、镇直各单位××，工作取得××。为××，经研究，决定对××等××个单位予以表彰。\n"
        "希望受到表彰的单位××。各村、镇直各单位要××。",
        "各村、镇直各单位",
    ),
    "open-letter": Typed(
        "一封信",
        "致群众的一封信",
        "平安和谐的生活，离不开每一家、每一户。现将综治中心为大家办的事和联系办法告诉您。\n"
        "一、我们办什么事\n"
        "邻里、家庭、土地、欠薪等纠纷可以来调解；诉求、求助和意见建议可以来登记，能当场办的当场办，"
        "不能当场办的转有关单位，办理结果告诉您本人。\n"
        "二、怎样找到我们\n"
        "可以到综治中心，也可以找村里的网格员。综治中心联系人：【联系人】。遇到违法犯罪和紧急情况请拨打110。\n"
        "三、请您留心\n"
        "不把银行卡、验证码告诉陌生人，不向陌生账户转账；外出锁好门窗，看管好火源电源；"
        "发现身边的隐患，请告诉村干部或者网格员。\n"
        "您对我们的工作有什么意见，好的不好的都可以直说，我们如实登记、逐件办理。",
        "全镇居民朋友们",
    ),
}


def typed_paper(name: str, envelope: Envelope) -> OfficialPaper:
    """The paper of that name, to be filled in."""
    said = TYPED[name]
    body = said.body
    for field, value in (
        ("乡镇", envelope.town),
        ("联系人", envelope.contact or "××，电话：××"),
    ):
        body = body.replace(f"【{field}】", value)
    made = of_kind(said.kind, said.title, blocks_of(body), envelope)
    addressee = f"{said.addressee}：" if said.addressee else ""
    note = f"联系人：{envelope.contact or '××，电话：××'}" if said.noted else ""
    return replace(made, addressee=addressee, note=note)
