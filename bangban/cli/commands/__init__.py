"""The commands, one a file. This table names them for the help; the files are imported when they are called."""

from __future__ import annotations

from typing import NamedTuple

from bangban.words import Both


class Entry(NamedTuple):
    """A command in the list: the file it stands in, and one line about it."""

    module: str
    words: Both


COMMANDS: dict[str, Entry] = {
    "check": Entry("check", Both("检查政策:语法、名称、类型、引文。", "Check policies: syntax, names, types, quotes.")),
    "lint": Entry("lint", Both("建议怎样写得更好:没有用到的名称、双重否定、没有下一步……",
                               "Advise on how policies are written: unused names, double negatives and the like.")),
    "decide": Entry("decide", Both("按政策对拟办的事作出决定。", "Decide proposed actions by a policy set.")),
    "explain": Entry("explain", Both("说明每条规则为何起作用或不起作用。",
                                     "Say why each rule takes effect or does not.")),
    "checklist": Entry("checklist", Both("打印一次性告知书:还缺什么。",
                                         "Print the one-time notice: what is still needed.")),
    "how-to": Entry("how_to", Both("怎样改才能办成,代价最小的几种。",
                                   "The cheapest changes that would get it permitted.")),
    "test": Entry("test", Both("跑政策集里的用例。", "Run the cases of a policy set.")),
    "prove": Entry("prove", Both("证明保证对一切情形成立,找出不起作用的规则。",
                                 "Prove that invariants hold in every case; find rules that do nothing.")),
    "compare": Entry("compare", Both("比较两个版本:哪些决定改变,没有改变的给出证明。",
                                     "Compare two versions: which decisions change, and the proof for the rest.")),
    "impact": Entry("impact", Both("用过去办过的事看新版本:谁的结果会不同。",
                                   "Past actions under a new version: who would be decided otherwise.")),
    "fmt": Entry("fmt", Both("把政策文件排成标准样式,或改写成另一种语言。",
                             "Lay policy files out in the standard style, or rewrite them in the other language.")),
    "convert": Entry("convert", Both("在 .policy 和 YAML 两种写法之间转换。",
                                     "Convert between the two spellings, .policy and YAML.")),
    "sources": Entry("sources", Both("原文覆盖:哪些句子既没有规则引用也没有说明不编码。",
                                     "Source coverage: sentences neither quoted by a rule nor set aside.")),
    "compile": Entry("compile", Both("把政策集编译好备用,或打印生成的代码。",
                                     "Compile a policy set for later use, or print the generated code.")),
    "schema": Entry("schema", Both("按词汇写出 Python 类和 JSON Schema。",
                                   "Write Python classes and JSON Schemas from a vocabulary.")),
    "exceptions": Entry("exceptions", Both("打印规则及其例外的树。", "Print the tree of rules and their exceptions.")),
}
