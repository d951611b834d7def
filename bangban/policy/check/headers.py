"""Headers: one to a policy, in one of its files; rank, dates, period and scope."""

from __future__ import annotations

import datetime as dt

from attrs import evolve, frozen

from bangban.policy.check.context import Checking, Stated, first, names_of
from bangban.policy.check.definitions import Definitions
from bangban.policy.check.guards import NONE, unmet
from bangban.policy.check.names import Entry, did_you_mean, respelling
from bangban.policy.check.statements import HEADER, Sorted
from bangban.policy.model import Period, PolicyHead
from bangban.problems import Problem, Related
from bangban.source import Span
from bangban.syntax import tree
from bangban.syntax.keywords import RANKS
from bangban.words import Both, Lang

_RANK_OF = {w: code for code, both in RANKS.items() for w in both}


@frozen(kw_only=True)
class NoHeader(Problem):
    """A policy name whose header stands nowhere."""

    code = "BB243"
    title = Both("政策没有题头", "policy without header")
    text = Both("政策「{name}」的题头(标题、位阶、施行……)哪里也没有。{near}",
                "the header (title, rank, effective …) of the policy “{name}” stands nowhere.{near}")
    advice = Both("在它的一个文件里,「政策 {name}」下面写明标题、位阶和施行日期。引入和说明每个文件都可以写,不算题头。",
                  "write title, rank and effective under “policy {name}” in one of its files. "
                  "import and note may stand in each of its files and are no header.")
    name: str
    near: Both


@frozen(kw_only=True)
class SecondHeader(Problem):
    """A policy whose header stands in two files."""

    code = "BB244"
    title = Both("题头写了两处", "two headers")
    text = Both("政策「{name}」的题头已在另一处写明。", "the header of the policy “{name}” already stands elsewhere.")
    advice = Both("只留一处;其余文件只写「政策 {name}」,可以再写引入和说明。",
                  "keep one; the other files only say “policy {name}”, with import and note where they have any.")
    name: str


@frozen(kw_only=True)
class UnknownWord(Problem):
    """A word where one of a few fixed ones is wanted."""

    code = "BB245"
    title = Both("不是这里可用的词", "not one of the words")
    text = Both("「{name}」不能写在这里。{near}", "“{name}” may not stand here.{near}")
    advice = Both("可写:{words}。", "write one of: {words}.")
    name: str
    near: Both
    words: tuple[Both, ...]


@frozen(kw_only=True)
class DatesCrossed(Problem):
    """An end before its beginning."""

    code = "BB246"
    title = Both("起止颠倒", "ends before it begins")
    text = Both("终点 {end} 在起点 {start} 之前。", "the end, {end}, lies before the beginning, {start}.")
    advice = Both("核对这两个日期。", "check the two dates.")
    start: str
    end: str


def declare_policies(sorted_: Sorted, checking: Checking) -> dict[str, Stated]:
    """The statement with the header of each policy, by canonical name; names are declared."""
    headers: dict[str, Stated] = {}
    others: dict[str, Stated] = {}
    for stated in sorted_["POLICY"]:
        key = stated.policy or ""
        if not any(k in stated.clauses for k in HEADER):
            others.setdefault(key, stated)
        elif key in headers:
            checking.report(SecondHeader(span=stated.span, name=key, related=(
                Related(headers[key].span, Both("题头在这里", "the header is here")),)))
        else:
            headers[key] = stated
    for key, stated in headers.items():
        label = stated.label
        name = names_of(label) if label and label.alias else Both(key, key)
        other = next((names_of(s.label) for s in sorted_["POLICY"]
                      if s.policy == key and s.label and s.label.alias), name)
        checking.names.policies.add(Entry("policy", other, stated.span), checking.problems)
    for key, stated in others.items():
        if key not in headers:
            near = checking.nearest(key, checking.names.policies.by_word)
            checking.report(NoHeader(span=stated.span, name=key, near=did_you_mean(near),
                                     fixes=respelling(stated.span, near, stated.lang)))
    for stated in sorted_["POLICY"]:
        entry = checking.names.policies.get(stated.policy or "")
        checking.resolved(stated.span, (entry.name,) if entry else ())
    return headers


def check_headers(headers: dict[str, Stated], sorted_: Sorted, checker: Definitions) -> dict[str, PolicyHead]:
    """The heads; a policy without a header gets an empty one, so that its rules are still checked."""
    heads = {key: _head(key, stated, checker) for key, stated in headers.items()}
    primary = {s.policy for s in sorted_["POLICY"] if s.primary}
    for stated in sorted_["POLICY"]:
        key = stated.policy or ""
        heads.setdefault(key, PolicyHead(Both(key, key), key, span=stated.span))
    return {key: evolve(head, primary=key in primary) for key, head in sorted(heads.items())}


def _head(key: str, stated: Stated, checker: Definitions) -> PolicyHead:
    checking = checker.checking
    checker.lang = stated.lang
    entry = checking.names.policies.get(key)
    rank = stated.one("RANK")
    scope = None
    if (clause := stated.one("SCOPE")) is not None:
        checked = checker.condition(clause.items[0])  # type: ignore[arg-type]
        for problem in unmet(checked.needs, NONE, stated.lang):
            checking.report(problem)
        scope = checked.term
    return PolicyHead(
        name=entry.name if entry else Both(key, key), title=stated.text("TITLE") or key,
        rank=_rank(rank, stated.lang, checking) if rank else "normative_document",
        issuer=stated.text("ISSUER"), number=stated.text("NUMBER_OF"),
        adopted=_date(stated, "ADOPTED"), issued=_date(stated, "ISSUED"), published=_date(stated, "PUBLISHED"),
        period=_period(stated, checking), scope=scope, original=stated.text("SOURCE") or None,
        note=stated.text("NOTE"), span=stated.span)


def _rank(clause: tree.Clause, lang: Lang, checking: Checking) -> str:
    label = first(clause.items, tree.Label)
    return (one_of(label, RANKS, _RANK_OF, lang, checking) if label else None) or "normative_document"


def rank_of(label: tree.Label, lang: Lang, checking: Checking) -> str | None:
    """The code of a rank as written."""
    return one_of(label, RANKS, _RANK_OF, lang, checking)


def one_of(label: tree.Label, words: dict[str, Both], codes: dict[str, str], lang: Lang,
           checking: Checking) -> str | None:
    """The code of one of a few fixed words; None (and a problem) for any other."""
    code = codes.get(label.name)
    if code is None:
        near = checking.nearest(label.name, codes)
        checking.report(UnknownWord(span=label.span, name=label.name, near=did_you_mean(near),
                                    words=tuple(words.values()), fixes=respelling(label.span, near, lang)))
        return None
    checking.resolved(label.span, (words[code],))
    return code


def _date(stated: Stated, keyword: str) -> dt.date | None:
    clause = stated.one(keyword)
    date = first(clause.items, tree.Date) if clause else None
    return date.value if date else None


def _period(stated: Stated, checking: Checking) -> Period:
    start, end = _date(stated, "EFFECTIVE"), _date(stated, "EXPIRES")
    clause = stated.one("EXPIRES")
    return make_period(start, end, clause.span if clause else stated.span, checking)


def make_period(start: dt.date | None, end: dt.date | None, span: Span, checking: Checking) -> Period:
    """A period; an end before the beginning is reported."""
    if start is not None and end is not None and end < start:
        checking.report(DatesCrossed(span=span, start=start.isoformat(), end=end.isoformat()))
        return Period(start, None)
    return Period(start, end)


def period_of(stated: Stated, checking: Checking) -> Period:
    """The 自 … 至 … of a rule or exception."""
    clause = stated.one("FROM")
    if clause is None:
        return Period()
    dates = [i.value for i in clause.items if isinstance(i, tree.Date)]
    return make_period(dates[0], dates[1] if len(dates) > 1 else None, clause.span, checking)
