"""Sixty edits of the Cangzhou set, each planted alone: what comparing has to say of each, and which invariants it breaks.

``python -m tests.compare.seeded_faults`` plants all of them and prints what comes of each; names of edits select some.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

from bangban import Policy, PolicyError, load
from bangban.compare import Comparison, compare
from bangban.compare.differs import differences
from bangban.policy.types import BoolType, DateType, EnumType, ListType, RecordType
from bangban.prove.plain import plain_facts
from bangban.prove.report import prove

ROOT = Path(__file__).resolve().parents[2]
SET = "cangzhou"
Expected = Literal["changes", "ground", "same"]


@frozen
class Edit:
    """A textual edit: its name and kind, the file, what is replaced by what, what has to come of it."""

    name: str
    kind: str
    file: str
    old: str
    new: str
    expected: Expected = "changes"
    breaks: tuple[str, ...] = ()


def _e(name: str, kind: str, file: str, old: str, new: str, expected: Expected = "changes", *breaks: str) -> Edit:
    return Edit(name, kind, f"{SET}/{file}.policy" if "/" not in file else f"{file}.policy", old, new, expected, breaks)


EDITS: tuple[Edit, ...] = (
    # ——— bounds off by one
    _e("届满当日", "bound", "委托", "要求 决定日 ≤ 委托.届满日", "要求 决定日 < 委托.届满日"),
    _e("届满次日", "bound", "委托", "要求 决定日 ≤ 委托.届满日", "要求 决定日 ≤ 委托.届满日 + 1日", "changes",
       "过期委托不得提交"),
    _e("生效次日", "bound", "委托", "要求 决定日 ≥ 委托.生效日", "要求 决定日 > 委托.生效日"),
    _e("费用多于一分", "bound", "免费", "当 行为.种类 = 收取费用 且 任一 费用 满足 (金额 > 0元 且 非 法定应缴)",
       "当 行为.种类 = 收取费用 且 任一 费用 满足 (金额 > 0.01元 且 非 法定应缴)", "ground"),
    _e("一项也可收", "bound", "免费", "个数(费用) ≥ 1 且 每个 费用", "个数(费用) ≥ 0 且 每个 费用"),
    _e("两项才可收", "bound", "免费", "个数(费用) ≥ 1 且 每个 费用", "个数(费用) ≥ 2 且 每个 费用"),
    _e("阶段到竣工", "bound", "代办资格", "介于 立项用地规划许可 至 公共设施接入", "介于 立项用地规划许可 至 竣工验收"),
    _e("阶段从立项前", "bound", "代办资格", "介于 立项用地规划许可 至 公共设施接入", "介于 立项前 至 公共设施接入"),
    # ——— conditions dropped
    _e("届满不问书面", "dropped condition", "委托", "且 行为.种类 ≠ 续办 且 有书面 且 有 委托.届满日",
       "且 行为.种类 ≠ 续办 且 有 委托.届满日", "ground"),
    _e("续办也查届满", "dropped condition", "委托", "当 须有委托 且 行为.种类 ≠ 续办 且 有书面 且 有 委托.届满日",
       "当 须有委托 且 有书面 且 有 委托.届满日"),
    _e("导办不问种类", "dropped condition", "方式",
       "当 服务.类别 = 帮办 且 服务.方式 = 导办 且 行为.种类 = 提供服务\n  准予",
       "当 服务.类别 = 帮办 且 服务.方式 = 导办\n  准予", "changes", "不得拿代办作前提"),
    _e("转办不问层级", "dropped condition", "程序", "且 行为.种类 = 转交 且 转办.目标层级 = 县区", "且 行为.种类 = 转交"),
    _e("自批不问承办", "dropped condition", "界限", "当 人员.是该事项审批人 且 (代办承办 或 名义行为)",
       "当 人员.是该事项审批人"),
    _e("受强制不问事后", "dropped condition", "自愿", "当 非 事后行为 且 申请.受强制", "当 申请.受强制"),
    _e("监督不问人员", "dropped condition", "监督", "当 行为.种类 = 监督处理 且 追责情形成立 且 属代办帮办人员\n  应当",
       "当 行为.种类 = 监督处理 且 追责情形成立\n  应当"),
    # ——— conditions added
    _e("代办须自然人", "added condition", "代办资格", "当 作代办论 且 行为.种类 属于 [提供服务, 受理代办申请",
       "当 作代办论 且 申请人.类型 = 企业 且 行为.种类 属于 [提供服务, 受理代办申请"),
    _e("自愿只问代办", "added condition", "自愿", "当 以申请为前提\n  要求 申请.自愿", "当 以申请为前提 且 作代办论\n  要求 申请.自愿",
       "changes", "不自愿的不得准予"),
    _e("强制只问代办", "added condition", "自愿", "当 非 事后行为 且 申请.受强制", "当 非 事后行为 且 作代办论 且 申请.受强制", "changes",
       "受强制的不得准予"),
    _e("包过只问导办", "added condition", "界限", "当 效果.承诺结果", "当 效果.承诺结果 且 服务.方式 = 导办", "changes", "不得包过"),
    _e("台账只记全程", "added condition", "义务", "当 代办承办\n  应当 登记台账", "当 代办承办 且 服务.程度 = 全程\n  应当 登记台账",
       "changes", "代办必登记台账"),
    _e("免费只免百元", "added condition", "免费", "当 非 事后行为\n  免收", "当 非 事后行为 且 费.金额 > 100元\n  免收", "changes",
       "无依据的费用不得准予", "许可事项不凭地方性法规收费"),
    # ——— effects swapped
    _e("禁止改警示", "swapped effect", "界限", "当 效果.损害公共利益 或 效果.损害合法权益\n  禁止",
       "当 效果.损害公共利益 或 效果.损害合法权益\n  警示", "changes", "不得损害公共利益"),
    _e("拒绝改补正", "swapped effect", "委托", "要求 决定日 ≤ 委托.届满日\n  否则 拒绝", "要求 决定日 ≤ 委托.届满日\n  否则 补正"),
    _e("补正改拒绝", "swapped effect", "程序", "要求 非 料.交接登记 = 否\n  否则 补正", "要求 非 料.交接登记 = 否\n  否则 拒绝"),
    _e("警示改禁止", "swapped effect", "机构警示", "当 人员.已培训 = 否\n  警示", "当 人员.已培训 = 否\n  禁止"),
    _e("属于改不属于", "swapped operator", "免费", "要求 费.收款方 不属于 [代办员个人, 政务服务中心, 中介]",
       "要求 费.收款方 属于 [代办员个人, 政务服务中心, 中介]"),
    _e("且改或", "swapped operator", "代办资格", "定义 合格项目 (qualified_project) 为 名单在列 或 (类型合格 且 层级合格)",
       "定义 合格项目 (qualified_project) 为 名单在列 或 类型合格 或 层级合格", "changes", "非认定项目不得代办"),
    _e("每个改任一", "swapped operator", "免费", "每个 费用 满足 (法定应缴 且 收款方 属于", "任一 费用 满足 (法定应缴 且 收款方 属于",
       "ground"),
    _e("全部改任一", "swapped operator", "委托", "要求 委托.载明 包含全部 [代理人姓名或者名称", "要求 委托.载明 包含任一 [代理人姓名或者名称"),
    # ——— exceptions
    _e("例外放宽", "widened exception", "方式", "除非 主动介绍 (proactive_guide): 可主动告知 且 案件.状态 = 咨询",
       "除非 主动介绍 (proactive_guide): 可主动告知"),
    _e("例外收窄", "narrowed exception", "方式", "包含任一 [老年人, 残疾人, 行动不便, 孕产妇]", "包含任一 [老年人, 残疾人, 行动不便]"),
    _e("例外删去", "dropped exception", "免费", "\n  除非 法定费用 (statutory): 法定应缴", "", "changes"),
    _e("例外添上", "added exception", "自愿", "\n  下一步 \"", "\n  除非 受托在身 (mandated): 委托.形式 = 书面\n  下一步 \"", "changes",
       "不自愿的不得准予"),
    _e("代签例外放宽", "widened exception", "界限", "除非 经授权代签 (authorised_signing): 作代办论 且 委托.权限 包含 作出承诺",
       "除非 经授权代签 (authorised_signing): 作代办论"),
    _e("无用的例外", "idle exception", "代办资格",
       "除非 部门协办员 (liaisons): 非 部门协办员不得代办 且 人员.岗位 属于 [首席协办员, 专职协办员]",
       "除非 部门协办员 (liaisons): 非 部门协办员不得代办 且 人员.岗位 = 首席协办员", "same"),
    # ——— dates and terms moved
    _e("施行推迟", "date moved", "总则", "施行 2020-11-30", "施行 2020-12-01", "changes", "代办必登记台账"),
    _e("施行提前", "date moved", "总则", "施行 2020-11-30", "施行 2020-11-20", "changes", "印发以前不适用"),
    _e("提示期缩短", "date moved", "总则", "自 2020-11-30 至 2023-09-17", "自 2020-11-30 至 2023-09-16", "ground"),
    _e("跟踪周期", "term changed", "义务", "自 2020-11-30 = 5个工作日", "自 2020-11-30 = 3个工作日"),
    _e("响应时限", "term changed", "机构警示", "自 2020-11-30 = 24小时", "自 2020-11-30 = 48小时", "ground"),
    # ——— values and lists
    _e("删去一个行为", "value dropped", "代办资格", "代缴费用, 作出承诺]\n  准予", "作出承诺]\n  准予"),
    _e("加上一个行为", "value added", "代办资格", "召集会议, 代缴费用, 作出承诺]\n  准予", "召集会议, 代缴费用, 作出承诺, 设置前置条件]\n  准予",
       "ground"),
    _e("加上一个方式", "enum value added", "词汇/服务行为", "转办 (transfer),\n      代办 (agency)] 费事 \"服务方式\"",
       "转办 (transfer),\n      代办 (agency), 远程 (remote)] 费事 \"服务方式\""),
    _e("加上层级", "value added", "代办资格", "项目.认定层级 属于 [省政府, 市政府]", "项目.认定层级 属于 [省政府, 市政府, 县区政府]"),
    _e("换一个位阶", "value changed", "免费", "依据位阶 属于 [法律, 行政法规]", "依据位阶 属于 [法律, 规章]", "changes",
       "无依据的费用不得准予"),
    _e("换一种签署", "value changed", "委托", "要求 委托.签署 包含任一 [可靠电子签名, 电子印章]",
       "要求 委托.签署 包含任一 [可靠电子签名, 普通电子签名]"),
    _e("读法改取", "option changed", "读法选项", "选项 许可收费从严 (licence_fees_strict): 是非 = 是",
       "选项 许可收费从严 (licence_fees_strict): 是非 = 否"),
    _e("义务改名", "duty renamed", "义务", "应当 先行讲解 (explain_first)", "应当 先行说明 (explain_first)"),
    _e("不免第一种费用", "condition changed", "免费", "免收 费 \"「{费.名称}」没有法律", "免收 加急费 \"「{费.名称}」没有法律"),
    # ——— rules deleted
    _e("删去导办渠道", "rule deleted", "方式", "规则 导办渠道 (guide_channels)", ""),
    _e("删去终止准予", "rule deleted", "程序", "规则 终止准予 (ending_allowed)", ""),
    _e("删去不得包过", "rule deleted", "界限", "规则 不得承诺结果 (no_promised_result)", "", "changes", "不得包过"),
    _e("删去终止义务", "rule deleted", "义务", "规则 终止报告与返还 (duty_return)", ""),
    # ——— the same said otherwise
    _e("改写界限", "rewritten", "免费", "个数(费用) ≥ 1 且 每个 费用", "个数(费用) > 0 且 每个 费用", "same"),
    _e("换序", "rewritten", "界限", "当 效果.损害公共利益 或 效果.损害合法权益", "当 效果.损害合法权益 或 效果.损害公共利益", "same"),
    _e("双重否定", "rewritten", "委托", "要求 决定日 ≤ 委托.届满日", "要求 非 (决定日 > 委托.届满日)", "same"),
    _e("德摩根", "rewritten", "方式", "要求 非 (转办.跟踪 = 否 或 转办.督促 = 否)",
       "要求 非 转办.跟踪 = 否 且 非 转办.督促 = 否", "same"),
    _e("展开定义", "rewritten", "免费", "当 非 事后行为\n  免收", "当 非 行为.种类 属于 [归档, 评价, 监督处理]\n  免收", "same"),
    _e("重复一遍", "rewritten", "自愿", "当 以申请为前提\n  要求 申请.自愿", "当 以申请为前提 且 非 收尾行为\n  要求 申请.自愿", "same"),
    _e("规则改名", "rule renamed", "界限", "规则 不得揽责 (no_assumed_liability)", "规则 不得代人担责 (no_liability)", "same"),
    _e("只改文字", "reworded", "界限", "代办不包办、服务不揽责。可告知", "代办不包办,服务不揽责。可以告知", "same"),
)
BY_NAME = {edit.name: edit for edit in EDITS}
assert len(BY_NAME) == len(EDITS)
QUICK = ("届满当日", "包过只问导办", "免费只免百元", "禁止改警示", "例外删去", "施行提前", "跟踪周期", "加上一个方式", "删去终止义务",
         "德摩根", "规则改名", "提示期缩短")


def plant(edit: Edit, folder: Path) -> Path:
    """A copy of the policies with the edit in it; the folder of the edited set."""
    shutil.copytree(ROOT / "policies", folder, dirs_exist_ok=True)
    for cases in folder.rglob("*.cases.yaml"):
        cases.unlink()  # they name rules that an edit may take away
    file = folder / edit.file
    text = file.read_text("utf-8")
    assert edit.old in text, f"{edit.name}: {edit.old!r} stands nowhere in {edit.file}"
    file.write_text(_without_rule(text, edit.old) if edit.kind == "rule deleted" else text.replace(edit.old, edit.new, 1),
                    "utf-8")
    return folder / SET


def _without_rule(text: str, head: str) -> str:
    before, _, rest = text.partition(head)
    return before + rest.partition("\n\n")[2]


@cache
def before() -> Policy:
    """The set as it stands."""
    return load(ROOT / "policies" / SET)


# ---------------------------------------------------------------- what the evaluator alone can see

@cache
def samples() -> tuple[dict[str, Any], ...]:
    """The facts of all cases and recorded scenarios, and neighbours of them."""
    vocabulary = before().model.vocabulary
    rng = random.Random(20)
    bases = [plain_facts(case.facts, vocabulary) for case in before().model.cases]
    return tuple([*bases, *(_neighbour(rng.choice(bases), vocabulary, rng) for _ in range(600))])


def _neighbour(facts: Mapping[str, Any], vocabulary: RecordType, rng: random.Random) -> dict[str, Any]:
    out = dict(facts)
    for _ in range(rng.choice((1, 1, 2, 3))):
        out = _changed(out, vocabulary, rng)
    return out


def _changed(facts: Mapping[str, Any], record: RecordType, rng: random.Random) -> dict[str, Any]:
    field = rng.choice(record.fields)
    name, of, out = field.name.zh, field.type, dict(facts)
    if isinstance(of, RecordType):
        inner = out.get(name)
        out[name] = _changed(inner if isinstance(inner, dict) else {}, of, rng)
    elif isinstance(of, ListType) and out.get(name):
        rows = list(out[name])
        i = rng.randrange(len(rows))
        rows[i] = _changed(rows[i], of.of, rng)
        out[name] = rows
    elif isinstance(of, BoolType):
        out[name] = rng.choice((True, False))
    elif isinstance(of, EnumType):
        out[name] = rng.choice(of.values).zh
    elif isinstance(of, DateType):
        out[name] = rng.choice(("2020-11-29", "2020-11-30", "2023-09-17", "2023-09-18", "2025-06-01", "2026-12-31"))
    return out


def seen_in_samples(after: Policy) -> set[str]:
    """The classes in which some sample is decided otherwise."""
    found: set[str] = set()
    for facts in samples():
        try:
            both = [p.decide(facts) for p in (before(), after)]
        except PolicyError:
            continue
        if both[0].as_of == both[1].as_of:
            found |= {d.code for d in differences(*both)}
    return found


# ---------------------------------------------------------------- one edit

@frozen
class Outcome:
    """What came of an edit."""

    edit: Edit
    comparison: Comparison
    seen: set[str]
    broken: tuple[str, ...]
    seconds: float

    def faults(self) -> Iterator[str]:
        """What is not as it has to be."""
        found = {c.code for c in self.comparison.changes}
        said: Expected = "same" if self.comparison.equivalent else (
            "changes" if self.comparison.decisions_change else "ground")
        if said != self.edit.expected:
            yield f"expected {self.edit.expected}, but comparing says {said}: {sorted(found)}"
        if not self.seen <= found:
            yield f"the evaluator alone sees {sorted(self.seen - found)}"
        if self.broken != tuple(sorted(self.edit.breaks)):
            yield f"invariants broken: {self.broken}, expected {tuple(sorted(self.edit.breaks))}"
        for change in self.comparison.changes:
            if not any(d.code == change.code and (change.about is None or d.about == change.about)
                       for d in differences(*_decided(self.comparison, change.example))):
                yield f"the case of {change.code} does not show it again"
            if not change.responsible:
                yield f"nothing is named that brings {change.code} about"


def _decided(comparison: Comparison, example: Any) -> tuple[Any, Any]:
    """The case once more, from its JSON, through the door and the compiled engine."""
    one, other = (
        Policy(model).decide(plain_facts(example.facts, model.vocabulary), as_of=example.day)
        for model in (comparison.old, comparison.new))
    return one, other


def run(edit: Edit) -> Outcome:
    """Plant an edit and look at it from every side."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        after = load(plant(edit, Path(name)))
    comparison = compare(before().model, after.model, by=())
    proofs = prove(after.model).proofs
    broken = tuple(sorted(p.invariant.name.zh for p in proofs if p.status == "violated"))
    assert not [p for p in proofs if p.status in ("unknown",)]
    return Outcome(edit, comparison, seen_in_samples(after), broken, time.perf_counter() - started)


def main(names: list[str]) -> int:
    """Plant edits and print what comes of each."""
    failed = 0
    for edit in (BY_NAME[n] for n in names) if names else EDITS:
        try:
            outcome = run(edit)
        except (PolicyError, AssertionError) as error:
            print(f"✗ {edit.name} ({edit.kind}): {error}")
            failed += 1
            continue
        faults = list(outcome.faults())
        failed += bool(faults)
        classes = ", ".join(c.code + (f" {c.about.zh}" if c.about else "") for c in outcome.comparison.changes)
        print(f"{'✗' if faults else '✓'} {edit.name} ({edit.kind}) {outcome.seconds:.1f}s: {classes or 'proven the same'}"
              f"{'; breaks ' + ', '.join(outcome.broken) if outcome.broken else ''}")
        for fault in faults:
            print(f"    {fault}")
    print(f"{failed} of {len(names or EDITS)} not as expected")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
