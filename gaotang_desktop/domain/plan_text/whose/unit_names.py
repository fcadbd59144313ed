"""What the name of a unit looks like (派出所, 应急办, 某某中心, 各村), without a list of all units.

Names are told by how they end. Persons, labels and headings that end alike are told apart.
"""

import re
from collections.abc import Collection
from functools import lru_cache

from gaotang_desktop.domain.plan_text.whose.deeds import is_glued
from gaotang_desktop.domain.units import fold, read_units

_ENDS = re.compile(
    r"(?:办|办公室|所|中学|小学|高中|初中|职高|职中|职校|学校|教学点|站|站所|中心|局|院|校|园|队|组|专班|党委|支委|纪委|政法委|团委|工委|监委|(?:卫健|卫计|发改|住建|建|农|教|经信|民宗|国资|体|县|市|区|镇|乡)委|"
    r"纪检监察|纪检|人大|委员会|妇联|共青团|工会|商会|协会|学会|联合会|残联|科协|"
    r"工商联|关工委|部|公司|银行|农商行|[农工建商]行|信用社|信用联社|邮储|合作社|供销社|支行|社区|村|村居|村社|村委|居委|"
    r"村\(居\)|村\(社区\)|村\(场\)|两委|村委会|居委会|调委会|治保会|监委会|理事会|议事会|监事会|妇代会|促进会|管委会|安委会|业委会|单位|部门|法庭|处|科|科室|股|署|厅|室|支部|总支|党组织|班子|"
    r"成员|干部|网格员|网格长|辅警|民警|警务室|学区|企业|大学|医疗机构|机构|组织|物业|(?:包村|包片|分管|挂点|联点|联村|驻村)领导|(?:服务|代办|收寄|收发|调解|联络|警务|工作)点|网点|服务台|"
    r"林场|农场|场镇|场|厂|工务段|电务段|供电段|车务段|车辆段|机务段|管护员|队员|志愿者|法律顾问|律师|调解员|劝导员|护林员|巡防员|护路员|护校员|安全员|信息员|协管员|宣传员|(?:监测|巡查|巡护|巡河|巡逻|值守|管护|督查|督导|联络|采集|观察|预警|治安|平安|防火|护学|保洁)员|保安|警务站|电力|供电|电信|移动|联通|邮政|通信|银联|"
    r"城管|市政|环卫|民政|财政|水务|水利|交警|交管|消防|卫健|环保|农业|林业|国土|司法|"
    r"镇村|各[镇乡]|乡镇|镇街|各街道|街道|政府|办事处|书记|主任|连长|(?<!副)主席|支书|村干|户长|楼栋长|河长|林长|路长|田长|"
    r"监护人|家长|负责人)$"
)
# Endings of the list above that also end headings, labels and plain words.
_NOT_A_UNIT = re.compile(
    r"^(?:请|责成|指定)|"
    r"(?:责任|牵头|配合|协办|主办|参与|参加|成员|落实|承办|实施|组成|主管|报送|联系|发布|发文|制发|印发|抄送|"
    r"主送|填表|填报|制表|编制|起草|审核|监督|举办|承担|协同|有关责任|任)(?:单位|部门|科室|站所|机构|机关)(?:名单)?$|"
    r"^(?:单位|部门|机构|组织|成员|干部|负责人|书记|主任|教育|场|处|部|组|队|室|院|园|科|村|会|办|所|站|校|局)$|"
    r"^逐[村户级层人]|^[一每].{1,2}一[^、]{1,4}$|^(?!各).{0,3}(?:组\s?长|副组长)$|^(?:组|成|队|委)\s?员$|(?:工作小组|领导小组)成员$|"
    r"^(?:一|二|三|四|五|六|各|分)个?(?:部分|方面)|(?:全部|内部|外部|局部|干部群众|到场|现场|市场|全场|立场|场所|广场|操场|会议室|活动室|报告厅|"
    r"名称|基本组织|加强组织|强化组织|宣传教育|法制教育|安全教育|警示教育|专题教育|教育|(?<!社会)工作部|各处|到处|好处|"
    r"查处|惩处|处处|调处|及时|住处|何处|(?<!公)开办|举办|督办|(?<![督巡检核])查办|承办|交办|协办|主办|(?<![双文])创办|(?<!振)兴办|严办|(?<![执政司普])法办|"
    r"分组|编组|入园|住所|场所|处所|厕所|之所|返校|入校|进校|当场|(?:指挥|领导|办事|组织|专门|常设)机构|部署|全校|学科|公园|家园|校园|花园|"
    r"进村|入村|到村|驻村|全村|农村|乡村|包村|串村|组成|要求|全镇村)$"
)
_CLAUSE_WORDS = re.compile(
    r"[要应须由将把对为向被让使会]|办好|建好|建成|建设(?!办|中心|局|所|站|服务)|打造|新建|扩建|整修|设立|配齐|配强|成立|召开|推广|培育|创建(?!办)|规范|提升|解决|抓好|管住|管好|用好|守护|关爱|帮扶(?!办|中心)|化解(?!中心|室|站|组|办|专班)|修订|制定|依法|走进|进驻|安装|张贴|发放|组建|组成(?!员)|选派|聘请|更换|维修|改造|畅通|深化|打击|取缔|发动|压实|摸清|健全|夯实|优化|完成|防止|严防|净化|参加|参与|协助|协同|主办|承担|确保|加强|开展|做好|落实|建立|组织(?!部)|负责|配合|牵头|通过|进行|按照|依托|借助|深入|围绕|自查(?![组办])|到(?=监|所|[村校岗户场])|自纠|"
    r"坚持|完善|强化|推进|严格|认真|及时|积极|的|了|是|在|从|有关工作|到位|检查(?!站|大?队|中心|组)|排查(?!组)|"
    r"培训(?!中心|学校|机构|班|基地|科|办|学院)|分批|分[一二两三四五][批期次轮]|提前|逐级|上报|报[镇乡县街]|指导(?!中心|站|员|组|科|办|委|所|服务|处|股|室)|督促"
)
# Whose names hold such characters all the same.
_HARMLESS = re.compile(
    r"主要负责人|应急|所在[村社单]|自由|对外|会(?:议|计|展)|委员会|协会|联合会|工会|商会|学会|董事会|治保会|监委会|理事会|议事会|监事会|妇代会|促进会|教育|维稳|要素|关工委|残联会|为民|便民|向阳|"
    r"应用|在建|社会|将军|城市管理|组织(?:部|人事|委员|办|科)|(?:调解|党|社会|群众|群团|志愿|自治|经济|合作|群防群治|基层)组织|落实办|督查|各有关|有关|对接|对口|会同|"
    r"村民?委会|居民?委会|[调管安业]委会|行政村的?|驻村|从业|会员|消防救援|检查站|重要|要道"
)
_EVERY = re.compile(
    r"^(?:各|全体|全镇|所有|有关|相关|其他|其它|县直|镇直|乡直|区直|驻镇|驻村|辖区|镇属|镇村)"
)
# 各快递网点, 各工地: who is told of by each has its part as well.
_EACH = re.compile(
    r"^(?:各|辖区|驻镇|镇内|镇域内?|沿线)[^、]{0,8}(?:网点|门店|商户|营业厅|超市|市场|景区|工地|药店|饭店|宾馆|旅馆|网吧|经营户|业主|商场|小区|片区|网格|管区|工区|段长|片长|经营者|生产队|管理区)$"
)
# 信访办、各责任单位: beside others they are who has a part in it as well.
_ALL_OTHERS = re.compile("各(?:责任|成员|配合|牵头|参与)(?:单位|部门)")
_ORDER = re.compile(r"^(?:第?[一二三四五六七八九十\d]+)组$")
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗"
    "凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛"
    "禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌"
    "霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀羊甄曲封芮储靳段富巫乌焦巴弓牧隗"
    "谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴"
    "闻翟谭贡劳逄姬申扶冉宰雍桑桂濮牛寿通边扈燕冀浦尚农温庄晏柴瞿阎慕连茹习艾鱼容向古易慎戈廖庾终暨居衡步都耿满"
    "弘匡国文寇广禄阙东欧利师巩聂关荆肖涂佘岳帅闫付代"
)
_PERSON = re.compile(
    rf"(?:[{_SURNAMES}](?:[\u4e00-\u9fff]{{1,2}}|[某×xX*]{{1,2}})|[\u4e00-\u9fff]?[某×*]{{1,2}}[\u4e00-\u9fff某×*]?|欧阳.{{1,2}}|司马.{{1,2}})"
)
_LONGEST_NAME = 22


def looks_like_unit(name: str, known: Collection[str] = ()) -> bool:
    """Whether a single name reads like that of a unit or of a group of units."""
    return name in known or _reads_like_unit(name)


# A plan has the same names again and again.
@lru_cache(maxsize=4096)
def _reads_like_unit(name: str) -> bool:
    name = re.sub("[“”‘’\"']", "", name)
    bare = re.sub(r"[(\[【〔].*?[)\]】〕]", "", fold(name)).strip(" .。:")
    whole = fold(name).strip(" .。:")
    if len(bare) == 1 and whole != bare:
        bare = whole  # 村（社区）
    if not 2 <= len(bare) <= _LONGEST_NAME or re.search(r"[\d。;:!?%]{3}|[。;:!?]", bare):
        return False
    if re.search(r"\d ?[月日号天名个]", bare):
        return False
    if re.match(r"\d{1,2} ?[.、月年]", bare) or _NOT_A_UNIT.search(bare) or _ORDER.match(bare):
        return False
    if _CLAUSE_WORDS.search(_HARMLESS.sub("", bare)) or is_glued(bare):
        return False
    return bool(_ENDS.search(bare) or _ENDS.search(whole) or _EACH.match(bare))


def unit_list(text: str, known: Collection[str] = (), *, lenient: bool = False) -> tuple[str, ...]:
    """The names in ``text`` when it is nothing but a list of units, else nothing.

    ``lenient`` accepts a list in which one name reads like a unit and the others are as short as
    names are: 电信、移动、联通公司.
    """
    stripped = text.strip(" \u3000").lstrip("—–")
    if not stripped or len(stripped) > 120 or re.search(r"[。;:!?]", fold(stripped).rstrip("。;:")):
        return ()
    return _listed(stripped, frozenset(known), lenient)


@lru_cache(maxsize=4096)
def _listed(stripped: str, known: frozenset[str], lenient: bool) -> tuple[str, ...]:
    names = read_units(stripped, known).names
    told = [looks_like_unit(name, known) for name in names]
    if any(told):
        told = [one or bool(_ALL_OTHERS.fullmatch(n)) for one, n in zip(told, names, strict=True)]
    if names and all(told):
        return names
    short = all(
        len(name) <= 8 and not _CLAUSE_WORDS.search(_HARMLESS.sub("", name)) for name in names
    )
    if names and any(told) and short and (lenient or 2 * sum(told) > len(names)):
        doubtful = (name for name in names if not _ALL_OTHERS.fullmatch(name))
        return names if not any(_NOT_A_UNIT.search(name) for name in doubtful) else ()
    return ()


_ANSWERING = ("责任人", "主要责任人", "第一责任人", "牵头责任人", "责任人员")
_ONE_MAN = re.compile(
    "(?:长|书记|主任|主席|员|干部|领导|负责人|支书|民警|辅警|律师|顾问|者|家长|监护人)$"
)


def answering(label: str, value: str) -> tuple[str, ...]:
    """The units where 责任人 is said of nothing but offices: 市场监管所、卫生院, not 派出所所长."""
    names = unit_list(value) if label in _ANSWERING else ()
    return names if names and not any(_ONE_MAN.search(name) for name in names) else ()


def stands_for_many(name: str) -> bool:
    """Whether a name begins as words for many units do: 各村, 全镇中小学校, 有关部门."""
    return bool(_EVERY.match(fold(name)))


def is_list_of_people(text: str) -> bool:
    """Whether the words are names of persons: 赵某某、颜　某（常务）、李某某."""
    bare = re.sub(r"\(.*?\)", "", fold(text))
    bare = re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff某×](?:[、,;。]|$))", "", bare)
    names = [part.strip() for part in re.split(r"[、,;。\s]+", bare) if part.strip()]
    persons = [bool(_PERSON.fullmatch(name)) and not looks_like_unit(name) for name in names]
    return bool(names) and 2 * sum(persons) > len(names) and all(len(name) <= 4 for name in names)


def without_persons(text: str) -> tuple[str, str]:
    """Units that stand together with persons, 中心校 张某, apart from these."""
    parts = re.split(r"[\s、,，;；/（()）]+", text.strip(" ()（）"))
    persons = [part for part in parts if is_list_of_people(part)]
    if not persons or len(persons) == len(parts):
        return text, ""
    return "、".join(part for part in parts if part not in persons), "、".join(persons)
