"""``bangban impact``: past actions decided by two versions of the rules; who would have been decided otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bangban.cli.declare import argument, command, option, set_options
from bangban.cli.loading import load_policy
from bangban.cli.out import CLEAN, FINDINGS, UNUSABLE, Out
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.compare.impact import Affected, Impact, Unread

ABOUT = Both(
    "把过去办过的事按新旧两个版本各判一遍:谁的结果会不同,计数并列出。每件按记录里的日期判;敏感事实不显示。\n"
    "记录可以是目录、JSON、JSONL 或 CSV。用法举例:bangban impact 旧目录 新目录 台账.csv\n"
    "只是依据不同、结果不变的,另外说明,不算不同。\n退出码:0 没有不同,1 有,2 有记录读不了。",
    "Decide past actions by the old and the new version: who would be decided otherwise, counted and listed. Each is "
    "decided as of its own date; sensitive facts are not shown.\n"
    "Records are a folder, JSON, JSONL or CSV. For example: bangban impact OLD NEW ledger.csv\n"
    "Those that come out the same on another ground are told apart and do not count.\n"
    "Exit codes: 0 nobody, 1 somebody, 2 some record cannot be read.")
OLD = Both("旧的政策集。", "The old policy set.")
NEW = Both("新的政策集。", "The new policy set.")
RECORDS = Both("过去的记录:目录、JSON、JSONL 或 CSV。", "The records: a folder, JSON, JSONL or CSV.")
_ERROR, _HELP = Both("错误", "error"), Both("帮助", "help")
_MASKED = Both("(值不显示)", " (its value is not shown)")
_MOST_TOLD = 3  # of the problems of one record
LIMIT = Both("最多列出几件(缺省 50);计数总是全部。", "How many to list (50 by default); all are counted.")


@command("impact", ABOUT)
@argument("old", words=OLD, mark="OLD")
@argument("new", words=NEW, mark="NEW")
@argument("records", words=RECORDS, mark="RECORDS")
@option("--limit", words=LIMIT, type=int, default=50, metavar="N")
@set_options
def run(out: Out, old: str, new: str, records: str, *, limit: int, as_of: dt.date | None,
        readings: dict[str, Any]) -> int:
    """Decide, count and list."""
    from bangban.compare.impact import impact
    from bangban.compare.records import read_records

    one, other = (load_policy(out, path, readings) for path in (old, new))
    found = impact(one, other, read_records(records, other.model.vocabulary), as_of)
    if out.as_json:
        out.data(_data(out, found))
    else:
        _tell(out, found, limit, {r.key: r.name for p in (one, other) for r in p.model.rules})
    return UNUSABLE if found.unread else FINDINGS if found.decisions_change else CLEAN


def _tell(out: Out, found: Impact, limit: int, names: dict[str, Both]) -> None:
    from bangban.compare.classes import CLASS_OF
    from bangban.render.decision import VERDICTS
    from bangban.render.width import visible

    count, otherwise = len(found.affected), _otherwise(found)
    same = count - otherwise
    also = Both(f"另有 {same} 件结果不变,只是依据不同。", f" {same} more come out the same, on another ground.")
    out.text(out.paint()(out.say(Both(
        f"共 {found.total} 件,其中 {otherwise} 件的结果会不同。{also.zh if same else ''}",
        f"{found.total} records, {otherwise} of them decided otherwise.{also.en if same else ''}")),
                         "warning" if otherwise else "good"))
    for code, number in found.counts:
        out.text(f"  {out.say(CLASS_OF[code].name)}: {number}")

    def rules(keys: tuple[str, ...]) -> str:
        words = [out.say(names[k]) for k in keys if k in names]
        return visible(("、" if out.lang == "zh" else ", ").join(words)) or "–"

    def line(a: Affected) -> str:
        kinds = ("、" if out.lang == "zh" else ", ").join(
            out.say(CLASS_OF[d.code].name) + (f"「{out.say(d.about)}」" if d.about else "") for d in a.differences)
        verdicts = " → ".join(out.say(VERDICTS[v][0]).partition("。" if out.lang == "zh" else ".")[0]
                              for v in (a.old, a.new))
        return f"  {visible(a.label)}  {a.day.isoformat()}  {kinds}: {verdicts}  ({rules(a.was)} → {rules(a.now)})"

    for affected in found.affected[:limit]:
        out.text(line(affected))
    if count > limit:
        out.text(out.say(Both(f"  另有 {count - limit} 件没有列出(--limit)。", f"  {count - limit} more (--limit).")))
    if found.unread:
        out.text(out.say(Both(f"读不了的记录 {len(found.unread)} 件:", f"{len(found.unread)} records cannot be read:")))
        for unread in found.unread[:limit]:
            out.text(f"  {visible(unread.label)}")
            for told in _why(out, unread):
                out.text(f"    {visible(told)}")


def _why(out: Out, unread: Unread) -> Iterator[str]:
    """What is wrong with a record and what would help; of a sensitive value the place is told, not the value."""
    from bangban.problems import fact_path_text

    for p in unread.problems[:_MOST_TOLD]:
        masked = p in unread.masked
        said = f"{out.say(p.title)}: {fact_path_text(p.path)}{out.say(_MASKED)}" if masked else p.message(out.lang)
        yield f"{out.say(_ERROR)} {p.code} {said}"
        yield f"{out.say(_HELP)}: {p.help(out.lang)}"
    more = len(unread.problems) - _MOST_TOLD
    if more > 0:
        yield out.say(Both(f"另有 {more} 处。", f"{more} more."))


def _otherwise(found: Impact) -> int:
    """How many records come out otherwise, and not merely on another ground."""
    from bangban.compare.classes import CLASS_OF

    return sum(any(not CLASS_OF[d.code].information for d in a.differences) for a in found.affected)


def _data(out: Out, found: Impact) -> dict[str, Any]:
    from bangban.problems import fact_path_text

    return {
        "total": found.total, "otherwise": _otherwise(found), "counts": dict(found.counts),
        "affected": [
            {"record": a.label, "as_of": a.day.isoformat(), "old": a.old, "new": a.new, "old_rules": list(a.was),
             "new_rules": list(a.now),
             "classes": [{"class": d.code, "about": d.about and out.say(d.about)} for d in a.differences],
             "facts": _plain(a.facts)} for a in found.affected],
        "unread": [
            {"record": u.label, "problems": [
                {"code": p.code, "title": out.say(p.title), "path": fact_path_text(p.path),
                 "message": None if p in u.masked else p.message(out.lang), "help": p.help(out.lang)}
                for p in u.problems]}
            for u in found.unread]}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list) else value
