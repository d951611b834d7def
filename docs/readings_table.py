"""The table of readings in the Chinese manual, written from the options of the Cangzhou policies.

    python docs/readings_table.py            # write it
    python docs/readings_table.py --check    # only say whether it is up to date

The English page is written by hand; a test sees that it has every option with its default.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import bangban
from bangban.policy.model import Option
from bangban.policy.values import show

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "zh" / "readings.md"
POLICIES = DOCS.parent / "policies" / "cangzhou"
BEGIN, END = "<!-- readings:begin -->\n", "<!-- readings:end -->\n"
_NUMBER = re.compile(r"T(\d+)(?:之([一二]))?。")


def options() -> list[Option]:
    """The options of the Cangzhou policies, in the order of the questions they answer; the supplementary ones last."""
    found = [o for o in bangban.load(POLICIES).model.options.values() if "cangzhou/" in o.span.source.name]
    return sorted(found, key=lambda o: (question(o)[0], question(o)[1], o.name.zh))


def question(option: Option) -> tuple[int, str]:
    """The number of the question, and which part of it; 99 for a supplementary reading."""
    number = _NUMBER.match(option.note)
    return (int(number[1]), number[2] or "") if number else (99, "")


def shown(option: Option) -> str:
    """The number as people cite it."""
    number, part = question(option)
    return "补充" if number == 99 else f"T{number}{'之' + part if part else ''}"


def table() -> str:
    """Every option: its question, its names, its default, and the reason."""
    rows = ["| 题 | 选项 | 缺省 | 问题、出处和理由 |", "| --- | --- | --- | --- |"]
    for option in options():
        reason = _NUMBER.sub("", option.note, count=1).removeprefix("补充读法。")
        default = show(option.default, option.type, "zh")
        rows.append(f"| {shown(option)} | {option.name.zh} `{option.name.en}` | {default} | {reason} |")
    return "\n".join(rows) + "\n"


def page() -> str:
    """The page with its table as it should be."""
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    return before + BEGIN + "\n" + table() + "\n" + END + rest.split(END)[1]


def main() -> int:
    """Write the table, or with ``--check`` say that it is out of date."""
    if page() == PAGE.read_text("utf-8"):
        return 0
    if "--check" in sys.argv:
        print(f"{PAGE.relative_to(DOCS.parent)}: run python docs/readings_table.py", file=sys.stderr)
        return 1
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
