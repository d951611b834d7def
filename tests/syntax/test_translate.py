"""A file in the other language means the same, and comes back as it was."""

import pytest

from bangban.files import read_set
from bangban.policy.check import check_with_names
from bangban.source import Source
from bangban.syntax import tree
from bangban.syntax.format import format_file
from bangban.syntax.parser import parse
from bangban.syntax.translate import Resolutions, translate
from bangban.words import Both

from .examples import ROOT, parsed

CHINESE = """政策 沧州 (cangzhou)
  标题 "方案"
  位阶 规范性文件

记录 服务.转办 (service.transfer): 认定
  字段 「类型」 (type): 枚举 有序 [省 (province), 市] 认定 敏感 "哪一级"

规则 免费 (free)
  归类 免费
  但书 法律, 行政法规 另有规定
  对每项 费 于 费用
  当 服务.方式 = 代办 且 费.金额 > 100元 且 某名 = "服务"
  应收 费 (费.金额 * 2) "「{费.名称}」收,缺{缺项},{未知}。"  # 服务
"""
ENGLISH = """policy cangzhou (沧州)
  title "方案"
  rank normative_document

record service.transfer (服务.转办): finding
  field `type` (类型): enum ordered [province (省), 市] finding sensitive "哪一级"

rule free (免费)
  category fees
  proviso law, administrative_regulation provides_otherwise
  for_each 费 over fees
  when service.mode = agency and 费.amount > 100 yuan and 某名 = "服务"
  charge 费 (费.amount * 2) "「{费.name}」收,缺{missing},{未知}。"  # 服务
"""
WORDS = {"服务": "service", "方式": "mode", "代办": "agency", "费用": "fees", "金额": "amount", "名称": "name"}


def resolved(text: str) -> Resolutions:
    """What a checker would say: for each path, and for each blank behind its brace, both forms of its parts."""
    out: dict[tuple[str, int], tuple[Both, ...]] = {}
    for start in range(len(text)):
        for written in ("服务.方式", "代办", "费用", "费.金额", "费.名称"):
            if text.startswith(written, start):
                out["x.policy", start] = tuple(Both(p, WORDS.get(p, p)) for p in written.split("."))
    return out


def test_names_fixed_words_and_blanks() -> None:
    file = parsed(CHINESE)
    there = translate(file, "en", resolved(CHINESE))
    assert format_file(there).replace("≥", ">=") == ENGLISH
    assert parsed(ENGLISH) == there


def test_to_its_own_language_nothing_changes() -> None:
    file = parsed(CHINESE)
    assert translate(file, "zh", {}) is file


def test_without_resolutions_names_stay() -> None:
    file = parsed("规则 甲 当 服务.方式 = 代办 归类 别的")
    assert format_file(translate(file, "en", {})) == "rule 甲\n  when 服务.方式 = 代办\n  category 别的\n"


def test_a_resolution_that_does_not_fit_is_not_used() -> None:
    file = parsed("规则 甲 当 乙")
    wrong = {("x.policy", file.statements[0].clauses[0].items[0].span.start): (Both("丙", "c"),)}
    assert translate(file, "en", wrong).statements[0].clauses[0].items == (tree.Path(("乙",)),)


@pytest.mark.parametrize("root", ["policies", "examples/english"])
def test_whole_sets_there_and_back(root: str) -> None:
    fileset, problems = read_set(ROOT / root)
    assert not problems
    _, _, names = check_with_names(fileset)
    there: list[tuple[tree.File, Source]] = []
    for member in fileset.files:
        to = "en" if member.file.lang == "zh" else "zh"
        file = translate(member.file, to, names)
        source = Source(member.source.name, format_file(file))
        again, problems = parse(source)
        assert not problems
        assert again == file
        there.append((again, source))
    from attrs import evolve
    translated = evolve(fileset, files=tuple(
        evolve(m, source=s, file=f) for m, (f, s) in zip(fileset.files, there, strict=True)))
    _, _, back = check_with_names(translated)
    for member, (file, _) in zip(fileset.files, there, strict=True):
        assert translate(file, member.file.lang, back) == member.file
