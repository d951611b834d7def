"""Random policy sets as people write them: well-typed and well-guarded Chinese text that loads.

A set has a vocabulary with every type, options, dated parameters, tables, definitions (plain and of list elements), and
one to three policies of different ranks with rules of every effect and exceptions inside and elsewhere, stated in
statements that may be laid out over files in any order. A set that does not load is a bug, here or in the checker.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from attrs import define, frozen
from hypothesis import strategies as st

from strategies.conditions import Conditions, Element, Scope
from strategies.ledger import CATEGORIES, LISTS, RANKS, SAMPLES, VOCABULARY


@frozen
class PolicyText:
    """One policy: its names, its header's clauses, and its statements."""

    name: str
    alias: str
    header: tuple[str, ...]
    statements: tuple[str, ...]


@frozen
class SetText:
    """A whole set, not yet laid out over files."""

    vocabulary: tuple[str, ...]
    policies: tuple[PolicyText, ...]

    def files(self, rng: random.Random | None = None) -> dict[str, str]:
        """Texts by file name: one file a policy, or, given ``rng``, any order and any number of files."""
        if rng is None:
            out = {"词汇.policy": "\n".join(("词汇 台账 (ledger)", *self.vocabulary)) + "\n"}
            for i, p in enumerate(self.policies):
                out[f"{i}.policy"] = "\n".join((f"政策 {p.name} ({p.alias})", *p.header, *p.statements)) + "\n"
            return out
        names = [f"{'子/' * rng.randrange(2)}{n}.policy" for n in rng.sample(range(100), 9)]
        vocabulary = list(self.vocabulary)
        rng.shuffle(vocabulary)
        out = {names.pop(): "\n".join(("词汇 台账 (ledger)", *vocabulary)) + "\n"}
        for p in self.policies:
            statements = list(p.statements)
            rng.shuffle(statements)
            cut = sorted(rng.randrange(len(statements) + 1) for _ in range(rng.randrange(2)))
            parts = [statements[a:b] for a, b in zip([0, *cut], [*cut, None], strict=True)]
            headed = rng.randrange(len(parts))
            for i, part in enumerate(parts):
                head = [f"政策 {p.name} ({p.alias})", *p.header] if i == headed else [f"政策 {p.name}"]
                out[names.pop()] = "\n".join([*head, *part]) + "\n"
        return out


@define
class Writer(Conditions):
    """Writes statements with such conditions."""

    def sentence(self, scope: Scope, more: str = "") -> str:
        blanks = ["申请.名", "申请.钱", "申请.满期", "申请.色", *(n for n, _ in self.parameters),
                  *(e.prefix + LISTS[e.listed][0][0] for e in scope if e.prefix)]
        return f'"话{"{" + self.pick(blanks) + "}" if self.chance(50) else ""}{more}。"'

    def period(self) -> list[str]:
        if not self.chance(25):
            return []
        return [self.pick(("  自 2020-06-01", "  自 2019-01-01 至 2022-12-31", "  自 2023-01-01"))]

    def declarations(self) -> Iterator[str]:
        """Options, parameters, tables and definitions."""
        for type_, typed, value in (
                ("bool", "是非", self.pick(("是", "否"))), ("int", "整数 0 至 9", self.pick(("0", "4"))),
                ("date", "日期", "2021-01-01"), ("colour", "颜色", "绿")):
            if self.chance(60):
                name = self.fresh("选")
                self.options.append((name, type_))
                yield f'选项 {name} (o{self.count}): {typed} = {value}\n  说明 "一种读法。"'
        for type_, typed in (("int", "整数"), ("money", "金额"), ("wd", "时长")):
            if self.chance(60):
                name = self.fresh("参")
                self.parameters.append((name, type_))
                one, two = self.pick(SAMPLES[type_]), self.pick(SAMPLES[type_])
                yield (f"参数 {name} (p{self.count}): {typed}\n  自 2019-01-01 = {one}\n"
                       f"  自 2022-01-01 = {two} 依据 第三条")
        for _ in range(self.rng.randrange(3)):
            text = self.condition(depth=2)
            name = self.fresh("定")
            self.conditions.append(name)
            yield f"定义 {name} (d{self.count}) 为 {text}"
        if self.chance(60):
            listed = self.pick(list(LISTS))
            text = self.condition((Element(listed, ""),), 1)
            name = self.fresh("项定")
            self.of_element.append((name, listed))
            yield f"定义 {name} (e{self.count}) 于 {listed} 为 {text}"

    def rule(self, permit: bool = False) -> tuple[str, str, Scope, bool]:
        """A rule's text, its name, what its exceptions may speak of, and whether it is absolute."""
        name, scope = self.fresh("规"), tuple[Element, ...]()
        lines = [f"规则 {name} (r{self.count})", f"  归类 {self.pick(CATEGORIES)}", "  依据 第一条, 《民法典》第五条"]
        each = self.fresh("件")
        if not permit and self.chance(35):
            listed = self.pick(("费", "费", "材", "申请.伴"))
            scope = (Element(listed, f"{each}."),)
            lines.append(f"  对每项 {each} 于 {listed}")
        lines += self.period()
        if self.chance(75):
            lines.append(f"  当 {self.condition(scope)}")
        lines += self.effect(scope, each) if not permit else [f"  准予 {self.sentence(scope)}"]
        absolute = self.chance(20)
        if absolute:
            lines.append("  绝对")
        elif self.chance(30):
            for _ in range(self.rng.randrange(1, 3)):
                self.count += 1
                lines.append(f"  除非 例{self.count} (x{self.count}): {self.condition(scope, 1)}")
        if self.chance(30):
            lines.append(f"  下一步 {self.sentence(scope)}")
        return "\n".join(lines), name, scope, absolute

    def others(self, rules: Sequence[str]) -> Iterator[str]:
        """Invariants, cases and passages that are not encoded."""
        if self.chance(40):
            claim = self.pick(("决不 准予", "必定 拒绝", "决不 不适用", "必定 待补正"))
            yield f"保证 {self.fresh('保')} (i{self.count})\n  当 {self.condition(depth=1)}\n  {claim}"
        if self.chance(40):
            reason = self.pick(("宣示性", "机构义务", "「标题」"))
            yield f'不编码 第{self.pick("七八九")}条\n  理由 {reason} "不是规则。"'
        if self.chance(40):
            given = self.rng.sample((
                "申请.愿 = 是", "申请.色 = 绿", "申请.地 = \"广场\"", "申请.签 = [字, 章]", "申请.日 = 2021-06-30",
                "申请.到 = 2021-06-30T09:30", "申请.限 = 5个工作日", "申请.由 = [\"甲\", \"乙\"]", "申请.钱 = 12.50元",
                "费[1].费额 = 3元", "申请.家.远 = 否"), 3)
            yield (f'用例 "例 {self.fresh("")}"\n  已知 {"; ".join(given)}\n  未知 申请.急\n'
                   f"  应为 {self.pick(('准予', '拒绝'))}\n  因 {self.pick(rules)}\n  引用 《民法典》第五条")

    def effect(self, scope: Scope, each: str) -> list[str]:
        of_fee = bool(scope) and scope[0].listed == "费"
        match self.rng.randrange(9):
            case 0:
                return [f"  准予 {self.sentence(scope)}"]
            case 1:
                return [f"  禁止 {self.sentence(scope)}"]
            case 2:
                some = ", ".join(self.rng.sample(SAMPLES["signature"], 2))
                return [f"  要求 申请.签 包含全部 [{some}] 否则 补正 {self.sentence(scope, '缺{缺项}')}"]
            case 3 | 4:
                word = self.pick(("拒绝", "补正"))
                return [f"  要求 {self.condition(scope, 1)} 否则 {word} {self.sentence(scope)}"]
            case 5:
                due = self.pick(("", " 至 申请.收 + 5个工作日", " 至 决定日 + 申请.限", " 至 申请.收 + 1个月 月末截断"))
                return [f"  应当 办{self.count} (do{self.count}) 由 窗口 {self.sentence(scope)}{due}"]
            case 6:
                target = each if of_fee else self.pick(('"工本费"', '"甲"'))
                return [f"  免收 {target} {self.sentence(scope)}"]
            case 7:
                amount = self.pick(("10元", "(申请.数 * 2.5元)", "(申请.钱 / 4)"))
                target = each if of_fee else self.pick(('"工本费"', '"甲"'))
                return [f"  应收 {target} {'' if of_fee and self.chance(40) else amount} {self.sentence(scope)}"]
            case _:
                return [f"  警示 {self.sentence(scope)}"]


TABLES = (
    '名录 名单 (listed)\n  列 键名 (key_name): 文本\n  列 等 (class): 级别\n  列 次 (turns): 整数\n  键 键名\n'
    '  行 "甲", 低, 1\n  行 "许可", 高, 3',
    "名录 放假 (holidays)\n  用途 工作日历\n  列 哪天 (on): 日期\n  列 上班 (working): 是非\n  键 哪天\n"
    "  行 2024-05-01, 否\n  行 2020-03-02, 否\n  行 2024-02-04, 是")


def random_set(rng: random.Random) -> SetText:
    """Any set."""
    writer = Writer(rng)
    count = rng.randrange(1, 4)
    ranks = [rng.randrange(len(RANKS)) for _ in range(count)]
    statements: list[list[str]] = [[] for _ in range(count)]
    for declaration in (*TABLES, *writer.declarations()):
        rng.choice(statements).append(declaration)
    targets: list[tuple[str, int, Scope]] = []  # what exceptions elsewhere may defeat: name, rank, scope
    for i in range(rng.randrange(2, 7)):
        home = rng.randrange(count)
        text, name, scope, absolute = writer.rule(permit=i == 0)
        statements[home].append(text)
        if not absolute:
            targets.append((name, ranks[home], scope))
    for _ in range(rng.randrange(4) if targets else 0):
        target, rank, scope = rng.choice(targets)
        home = rng.choice([h for h in range(count) if ranks[h] <= rank] or [-1])
        if home >= 0:
            name = writer.fresh("外")
            lines = [f"例外 {name} (w{writer.count}) 对 {target}", "  依据 第二条", *writer.period()]
            if writer.chance(80):
                lines.append(f"  当 {writer.condition(scope, 1)}")
            statements[home].append("\n".join(lines))
            targets.append((name, ranks[home], scope))
    for text in writer.others([name for name, _, _ in targets] or ["规1"]) if targets else ():
        rng.choice(statements).append(text)
    policies = []
    for i in range(count):
        header = [f'  标题 "办法{i}"', f"  位阶 {RANKS[ranks[i]]}"]
        if writer.chance(30):
            header.append("  施行 2020-06-01")
        if writer.chance(20):
            header.append("  失效 2023-12-31")
        if writer.chance(25):
            header.append(f"  适用范围 {writer.condition(depth=1)}")
        policies.append(PolicyText(f"政{i}", f"policy_{i}", tuple(header), tuple(statements[i])))
    return SetText(VOCABULARY, tuple(policies))


def rngs() -> st.SearchStrategy[random.Random]:
    """Generators by their seed: what Hypothesis draws value by value stays too simple to find what is rare."""
    return st.integers(0, 2**32).map(Seeded)


def sets() -> st.SearchStrategy[SetText]:
    """Random sets."""
    return rngs().map(random_set)


class Seeded(random.Random):
    """A generator that a failing test shows by its seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.given = seed

    def __repr__(self) -> str:
        return f"Seeded({self.given})"
