"""What a circular may say, worked out a second time in plain Python over the ledgers' own rows.

Shares no code with the program: texts are taken apart by what a reader sees, figures come from SQL
and from what ``evaluate --json`` prints. Each function returns the sentences that do not hold.
"""

import re
from datetime import date, timedelta
from fractions import Fraction

VILLAGE = re.compile(r"第\d\d村")


def names(text):
    return VILLAGE.findall(text)


def half_up(number, places):
    scaled = number * 10**places
    whole = scaled.numerator // scaled.denominator
    return Fraction(whole + (scaled - whole >= Fraction(1, 2)), 10**places)


def percent(part, whole):
    """``93.8%``, and ``50.0%`` or ``50%``, as papers write it."""
    said = f"{float(half_up(Fraction(100 * part, whole), 1)):.1f}"
    return {f"{said}%", f"{said.removesuffix('.0')}%"}


def whole_groups(worth, most):
    """The foremost by what they are worth, ``most`` at the most, equals all or none."""
    if len(worth) > 1 and len(set(worth.values())) == 1:
        return set()
    taken = set()
    for value in sorted(set(worth.values()), reverse=True):
        equals = {name for name, each in worth.items() if each == value}
        if len(taken | equals) > most:
            break
        taken |= equals
    return taken


def pairs(text):
    """南堡村、留马村（各6/14次） as ``{village: "6/14"}``."""
    found = {}
    for listed, _, said in re.findall(r"((?:第\d\d村、?)+)（(各)?([^）]*)）", text):
        found.update(dict.fromkeys(names(listed), said))
    return found


def unlike(what, said, wanted):
    return [] if said == wanted else [f"{what}: says {said!r}, is {wanted!r}"]


def nights(run, first, last):
    """By village what the month has: rows of SQL, each counted here."""
    # Nights are due since the first one on record, which speaks for its month in the first days.
    [(begun,)] = run(
        "select min(night) from (select night from patrols where binned_at is null"
        " union select night from missed_nights where binned_at is null)"
    )
    begun = date.fromisoformat(begun)
    begun = begun.replace(day=1) if begun.day <= 4 else begun
    days = max(0, (last - max(first, begun)).days + 1)
    due = -(-3 * days // 7) if 3 * days >= 7 else 0
    found = {
        name: {"due": due, "done": 0, "people": 0, "hazards": 0, "seen": 0, "there": 0, "missed": 0}
        for (name,) in run(
            "select name from villages where binned_at is null order by display_order"
        )
    }
    span = (first.isoformat(), last.isoformat())
    joined = "join villages v on v.id = r.village_id where r.binned_at is null and r.night between ? and ?"
    for name, done in run(
        f"select v.name, count(distinct night) from patrols r {joined} group by 1", span
    ):
        found[name]["done"] = done
    for name, people, hazards in run(
        f"select v.name, sum(people), count(finding) from patrols r {joined} group by 1", span
    ):
        found[name] |= {"people": people, "hazards": hazards}
    for name, seen, there in run(
        f"select v.name, count(*), sum(result = '在岗') from spot_checks r {joined} group by 1",
        span,
    ):
        found[name] |= {"seen": seen, "there": there}
    for each in found.values():
        each["kept"] = min(each["done"], each["due"])
    return found


def patrols(words, run, first, last):
    """The patrol circular of one month that is over."""
    rows = nights(run, first, last)
    total = {key: sum(each[key] for each in rows.values()) for key in next(iter(rows.values()))}
    before_last = first - timedelta(days=1)
    past = nights(run, before_last.replace(day=1), before_last)
    bad = []
    whole = re.search(r"全镇(\d+)个村应巡(\d+)次，实巡(\d+)次", words["overall"])
    bad += unlike("villages, due, done", tuple(map(int, whole.groups())),
                  (len(rows), total["due"], total["done"]))  # fmt: skip
    if within := re.search(r"应巡次数以内的(\d+)次", words["overall"]):
        bad += unlike("kept", int(within[1]), total["kept"])
    else:
        bad += unlike("kept", total["done"], total["kept"])
    rate = re.search(r"到位率([\d.]+%)", words["overall"])[1]
    if rate not in percent(total["kept"], total["due"]):
        bad.append(f"rate {rate}")
    since = re.search(r"夜巡从(\d+)月(\d+)日开始登记，应巡从这一天算起", words["overall"])
    begun = date.fromisoformat(run("select min(night) from patrols where binned_at is null")[0][0])
    cut = begun.day > 4 and first <= begun <= last
    bad += unlike("since", since and tuple(map(int, since.groups())),
                  (begun.month, begun.day) if cut else None)  # fmt: skip
    if not past or not sum(each["due"] for each in past.values()):
        bad += unlike("compared", "没有上月数据可比" in words["overall"], True)
    bad += unlike("people", re.search(r"出动(\d+)人次", words["overall"])[1], str(total["people"]))
    if moved := re.search(r"(上升|下降)([\d.]+)个百分点", words["overall"]):
        sums = [sum(each[key] for each in past.values()) for key in ("kept", "due")]
        now, was = (
            half_up(Fraction(100 * a, b), 1) for a, b in ((total["kept"], total["due"]), sums)
        )
        bad += unlike("moved", (moved[1], Fraction(moved[2])),
                      ("上升" if now > was else "下降", abs(now - was)))  # fmt: skip
    if checks := re.search(r"抽查(\d+)次，在岗(\d+)次，在岗率([\d.]+%)", words["checks"]):
        bad += unlike("checks", (int(checks[1]), int(checks[2])), (total["seen"], total["there"]))
        if checks[3] not in percent(total["there"], total["seen"]):
            bad.append(f"on duty {checks[3]}")
    else:
        bad += unlike("no checks", total["seen"], 0)
    found = re.search(r"隐患和问题(\d+)处", words["checks"])
    bad += unlike("hazards", int(found[1]) if found else 0, total["hazards"])

    blamed = {n for n, e in rows.items() if e["kept"] < e["due"] or e["there"] < e["seen"]}
    sound = rows.keys() - blamed
    praise, _, most = words.get("praise", "").partition("其中夜巡发现")
    seen, _, unseen = praise.partition("抽查时都在岗。") if "都在岗" in praise else ("", "", praise)
    if len(sound) > 1 or "夜巡发现并登记" not in unseen:
        bad += unlike("praised and seen", {*names(seen)}, {n for n in sound if rows[n]["seen"]})
        bad += unlike("praised", {*names(unseen)}, {n for n in sound if not rows[n]["seen"]})
    finders = {n: rows[n]["hazards"] for n in sound if rows[n]["hazards"] > 1}
    if len(sound) > 1:
        bad += unlike("finders", pairs(most),
                      {n: f"{finders[n]}处" for n in whole_groups(finders, 3)})  # fmt: skip
    problems = words["problems"]
    silent = "".join(re.findall(r"没有夜巡记录。(.*?)整期没有夜巡记录", problems))
    bad += unlike("silent", {*names(silent)}, {n for n, e in rows.items() if not e["done"]})
    behind = "".join(re.findall(r"夜巡次数不足。(.*?)没有完成应巡次数", problems))
    wanted = {n: f"{e['done']}/{e['due']}次" for n, e in rows.items() if 0 < e["done"] < e["due"]}
    bad += unlike("behind", pairs(behind), wanted)
    absent = "".join(re.findall(r"抽查时(.*?)脱岗或者未巡", problems))
    wanted = {n: f"{e['seen'] - e['there']}次" for n, e in rows.items() if e["there"] < e["seen"]}
    bad += unlike("absent", pairs(absent), wanted)
    asked = "".join(re.findall(r"限期整改。(.*?)要查明原因", words["requests"]))
    counted = re.fullmatch(r"上述(\d+)个村", asked)
    bad += unlike("asked", int(counted[1]) if counted else {*names(asked)},
                  len(blamed) if counted else blamed)  # fmt: skip
    return bad


def inspections(words, run, first, last, today):
    """The circular on inspections of one month that is over."""
    span = (first.isoformat(), last.isoformat())
    kinds = dict(run("select kind, count(*) from inspections where binned_at is null"
                     " and held_on between ? and ? group by 1", span))  # fmt: skip
    rows = run(
        "select v.name, f.due_on, f.put_right_on, f.recheck from findings f join inspections i"
        " on i.id = f.inspection_id join villages v on v.id = f.village_id"
        " where f.binned_at is null and f.found_on between ? and ?", span,
    )  # fmt: skip
    bad = []
    said = re.search(r"检查督查(\d+)次（(.*?)），覆盖(\d+)个", words["overall"])
    bad += unlike("inspections", int(said[1]), sum(kinds.values()))
    bad += unlike("kinds", {k: int(n) for k, n in re.findall(r"([^、\d]+)(\d+)次", said[2])}, kinds)
    mended = [row for row in rows if row[2] and row[3] != "未整改"]
    if rows:
        bad += unlike("found", int(re.search(r"发现问题(\d+)个", words["overall"])[1]), len(rows))
        if part := re.search(r"已整改(\d+)个，整改率([\d.]+%)", words["overall"]):
            bad += unlike("mended", int(part[1]), len(mended))
            if part[2] not in percent(len(mended), len(rows)):
                bad.append(f"rate {part[2]}")
        else:
            bad += unlike("all mended", len(mended), len(rows))
        late = re.search(r"其中(\d+)个超过期限才整改", words["overall"])
        bad += unlike("late", int(late[1]) if late else 0, sum(row[2] > row[1] for row in mended))
        counts = {}
        for name, *_ in rows:
            counts[name] = counts.get(name, 0) + 1
        named, _, rest = words["problems"].partition("具体见附件")
        bad += unlike("places", pairs(named), {n: f"{c}个" for n, c in counts.items()})
        still = {row[0] for row in rows if row not in mended}
        bad += unlike("not yet", {*names(rest)}, still)
        over = [row for row in rows if row not in mended and row[1] < today.isoformat()]
        told = re.search(r"立即整改。(.*?)有(\d+)个问题超过期限", words["requests"])
        bad += unlike("overdue", ({*names(told[1])}, int(told[2])) if told else (set(), 0),
                      ({row[0] for row in over}, len(over)))  # fmt: skip
    return bad


def evaluation(words, told, before, scheme):
    """The circular of an evaluation beside ``evaluate --json`` of it and of the period before.

    ``scheme``: what the rules file says, with the names of items, which are polled, and how many
    are named first and last.
    """
    bad = []
    rows = {each["village"]: each for each in told["villages"]}
    ranked = {name: each for name, each in rows.items() if each["rank"] is not None}
    count, best, worst = len(ranked), scheme["best_named"], scheme["worst_named"]
    first, last = set(), set()
    if count > best + worst and len({each["total"] for each in ranked.values()}) > 1:
        spans = told["joint_ranges"]
        first = {name for name in ranked if spans[name][1] <= best}
        last = {name for name in ranked if spans[name][0] > count - worst}
    praised = "".join(re.findall(r"^(.*?)列前列", words["result"]))
    blamed = "".join(re.findall(r"(?:^|。)([^。]*?)列待改进", words["result"]))
    bad += unlike("first", {*names(praised)}, first) + unlike("last", {*names(blamed)}, last)
    for who in (first, last):  # equals all or none
        totals = {rows[name]["total"] for name in who}
        bad += unlike("ties", who, {name for name in ranked if rows[name]["total"] in totals})
    moved = [
        before[name] - each["rank"] for name, each in ranked.items() if before.get(name) is not None
    ]
    said = re.search(r"名次上升的(\d+)个村、下降的(\d+)个村", words["result"])
    bad += unlike("moved", tuple(map(int, said.groups())) if said else (0, 0),
                  (sum(m > 0 for m in moved), sum(m < 0 for m in moved)))  # fmt: skip
    lost = {}
    for name, each in rows.items():
        for code, item in each["items"].items():
            gone = Fraction(item["full"]) - Fraction(item["points"] or item["full"])
            if gone > 0 and not scheme["polled"][code]:
                lost.setdefault(scheme["names"][code], {})[name] = gone
    told_of = re.findall(
        r"(?:^|\d\. )([^。0-9]+?)。([^。]*(?:\d+\.\d\d[^。]*)*)。", words["losses"]
    )
    worst_sum = sorted((sum(each.values()) for each in lost.values()), reverse=True)[:4]
    bad += unlike("items", sorted((sum(lost[item].values()) for item, _ in told_of), reverse=True),
                  worst_sum)  # fmt: skip
    for item, said in told_of:
        mine, named = lost[item], pairs(said)
        bad += [f"{item}: {n} lost {mine.get(n)}, not {p}" for n, p in named.items()
                if mine.get(n) != Fraction(p.removesuffix("分"))]  # fmt: skip
        points = {mine[n] for n in named if n in mine}
        bad += unlike(f"{item} ties", {*named}, {n for n, p in mine.items() if p in points})
        if named:
            rest = [p for n, p in mine.items() if n not in named]
            bad += [] if not rest or max(rest) < min(points) else [f"{item}: not the most"]
            more = re.search(r"另有(\d+)个村失分", said)
            bad += unlike(f"{item} more", int(more[1]) if more else 0, len(rest))
            bad += [f"{item}: praised {n}" for n in named if n in first]
        else:
            most = max(mine.values())
            same = sum(p == most for p in mine.values())
            alike = re.search(r"(?:其中)?(\d+)个村各?失([\d.]+)分", said)
            bad += unlike(f"{item} count", int(re.search(r"(\d+)个村", said)[1]), len(mine))
            if alike:
                bad += unlike(f"{item} alike", (int(alike[1]), Fraction(alike[2])), (same, most))
    asked = "".join(re.findall(r"(?:^|\d\. |。)([^。]*?)要对照扣分原因", words["rewards"]))
    vetoed = {name for name, each in rows.items() if each["veto"]}
    bad += unlike("asked to mend", {*names(asked)}, last | vetoed)
    return bad


def polls(words, rows, least):
    """The circular of a poll; ``rows``: by village sample and, by question, those who said yes."""
    bad = []
    asked = {name: row for name, row in rows.items() if row["sample"]}
    total = re.search(r"(\d+)个村有有效样本，合计(\d+)份", words["basis"])
    bad += unlike("samples", (int(total[1]), int(total[2])),
                  (len(asked), sum(row["sample"] for row in asked.values())))  # fmt: skip
    for question in next(iter(rows.values()))["yes"]:
        yes = sum(row["yes"][question] for row in asked.values())
        sample = sum(row["sample"] for row in asked.values())
        now = re.search(rf"{question}的占([\d.]+%)", words["overall"])[1]
        bad += [] if now in percent(yes, sample) else [f"{question} {now}"]
        rated = {name: half_up(Fraction(100 * row["yes"][question], row["sample"]), 1)
                 for name, row in asked.items() if row["sample"] >= least}  # fmt: skip
        said = re.search(rf"{question}的比率最高的是(.*?)（([\d.]+)%），最低的是(.*?)（([\d.]+)%）",
                         words["villages"])  # fmt: skip
        if said and rated:
            high, low = max(rated.values()), min(rated.values())
            bad += unlike(f"{question} highest", ({*names(said[1])}, Fraction(said[2])),
                          ({n for n, r in rated.items() if r == high}, high))  # fmt: skip
            bad += unlike(f"{question} lowest", ({*names(said[3])}, Fraction(said[4])),
                          ({n for n, r in rated.items() if r == low}, low))  # fmt: skip
    few = {name for name, row in asked.items() if row["sample"] < least}
    told = "".join(re.findall(r"([^。]*?)样本不足", words["villages"]))
    return bad + unlike("few", {*names(told)}, few)


def last_day(first):
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month(year, number):
    first = date(year, number, 1)
    return first, last_day(first)
