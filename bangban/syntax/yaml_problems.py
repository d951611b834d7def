"""What may be wrong with a YAML text, before it means anything: its form, and devices that are not allowed."""

from __future__ import annotations

import difflib

from attrs import frozen

from bangban.problems import Fix, Problem
from bangban.source import Span
from bangban.words import Both, is_chinese


@frozen(kw_only=True)
class NotYaml(Problem):
    """A text that is not YAML."""

    code = "BB120"
    title = Both("YAML 写法不对", "not valid YAML")
    text = Both("YAML 写法不对:{why}。", "this is not valid YAML: {why}.")
    advice = Both("检查缩进、引号和冒号;含有 : # [ ] {{ }} 的文字请用引号括起。",
                  "check indentation, quotes and colons; quote text that holds : # [ ] {{ or }}.")
    why: Both


@frozen(kw_only=True)
class YamlAlias(Problem):
    """Anchors and aliases: what is said twice must be readable twice."""

    code = "BB121"
    title = Both("YAML 锚点和引用", "YAML anchor or alias")
    text = Both("不能用 YAML 的锚点和引用({found})。", "YAML anchors and aliases ({found}) are not allowed.")
    advice = Both("请把内容写全;用例可用「基于」。", "write it out; cases may start from another with based_on.")
    found: str


@frozen(kw_only=True)
class YamlTag(Problem):
    """Tags: types come from the vocabulary, never from the file."""

    code = "BB122"
    title = Both("YAML 标签", "YAML tag")
    text = Both("不能用 YAML 标签({found})。", "YAML tags ({found}) are not allowed.")
    advice = Both("删去它;要写成文字请用引号。", "delete it; quote a value that is text.")
    found: str


@frozen(kw_only=True)
class YamlMerge(Problem):
    """The merge key."""

    code = "BB123"
    title = Both("YAML 合并键", "YAML merge key")
    text = Both("不能用 YAML 合并键 <<。", "the YAML merge key << is not allowed.")
    advice = Both("请把内容写全。", "write it out.")


@frozen(kw_only=True)
class DuplicateKey(Problem):
    """A key twice in one mapping: YAML would silently keep the last."""

    code = "BB124"
    title = Both("重复的键", "duplicate key")
    text = Both("「{key}」在同一处写了两次。", "“{key}” stands twice in the same place.")
    advice = Both("删去一个;要写几项请用列表。", "delete one; use a list for several.")
    key: str


@frozen(kw_only=True)
class YamlTooMuch(Problem):
    """Nesting or size beyond what a policy can be."""

    code = "BB125"
    title = Both("YAML 嵌套过深或项数过多", "YAML nested too deep or too large")
    text = Both("{what}超过 {limit},到此为止。", "more than {limit} {what}; reading stopped here.")
    advice = Both("请把文件拆开,或减少层次。", "split the file, or nest less.")
    what: Both
    limit: int


@frozen(kw_only=True)
class YamlDocuments(Problem):
    """A second document in one file."""

    code = "BB126"
    title = Both("一个文件里有几份 YAML", "more than one YAML document")
    text = Both("一个文件只能有一份 YAML(--- 以后又开始了一份)。",
                "a file holds one YAML document; another begins here.")
    advice = Both("拆成几个文件。", "split it into several files.")


@frozen(kw_only=True)
class UnknownKey(Problem):
    """A key that means nothing where it stands."""

    code = "BB127"
    title = Both("不认识的键", "unknown key")
    text = Both("这里没有「{key}」这个键。{near}", "there is no key “{key}” here. {near}")
    advice = Both("这里可以写:{keys}。", "keys here: {keys}.")
    key: str
    keys: tuple[str, ...]
    near: Both = Both("", "")

    @classmethod
    def of(cls, span: Span, key: str, words: list[str], shown: list[str] | None = None) -> UnknownKey:
        """The problem of a key that is none of ``words``, with the nearest of them as its repair."""
        shown = words if shown is None else shown
        near = difflib.get_close_matches(key, words, 2, 0.5 if is_chinese(key) else 0.7)
        likeness = [difflib.SequenceMatcher(None, word, key).ratio() for word in near]
        if not near or (len(near) > 1 and likeness[0] == likeness[1]):  # of two alike, neither is offered
            return cls(span=span, key=key, keys=tuple(shown))
        fix = Fix(Both(f"改作「{near[0]}」", f"change to “{near[0]}”"), span, near[0])
        hint = Both(f"是不是「{near[0]}」?", f"Did you mean “{near[0]}”?")
        return cls(span=span, key=key, keys=tuple(shown), near=hint, fixes=(fix,))


@frozen(kw_only=True)
class WrongShape(Problem):
    """A list where a text is meant, or the like."""

    code = "BB128"
    title = Both("内容的形状不对", "wrong shape")
    text = Both("「{key}」应是{wanted}。", "“{key}” should be {wanted}.")
    advice = Both("对照手册中 YAML 写法的例子。", "see the examples of the YAML spelling in the manual.")
    key: str
    wanted: Both


_BRACKET = Both("括号里缺少逗号或内容,或括号没有配对", "a comma or value is missing, or a bracket is not closed")
_REASONS = (
    ("mapping values are not allowed", Both("这里不能有冒号(这一行缩进多了,或者含有冒号的文字没有加引号)",
                                            "a colon is not allowed here (the line is indented too far, or a text "
                                            "that holds a colon lacks its quotes)")),
    ("could not find expected ':'", Both("键后面缺少冒号", "a key lacks its colon")),
    ("expected ',' or", _BRACKET),
    ("expected node content", _BRACKET),
    ("expected the node content", _BRACKET),
    ("unexpected end of stream", Both("引号或括号没有配对", "a quote or bracket is not closed")),
    ("cannot start any token", Both("有不能用在这里的字符(如制表符、@ 或 `)",
                                    "a character that cannot stand here (such as a tab, @ or `)")),
    ("did not find expected key", Both("缩进不齐", "the indentation does not fit")),
    ("expected <block end>", Both("缩进不齐", "the indentation does not fit")),
    ("did not find expected '-' indicator", Both("列表的短横没有对齐", "the dashes of the list are not aligned")),
    ("undefined alias", Both("引用了没有的锚点", "an alias without its anchor")),
    ("unknown escape character", Both("双引号里的反斜线用错", "an unknown escape in double quotes")),
    ("control characters", Both("有控制字符", "a control character")),
    ("special characters are not allowed", Both("有控制字符", "a control character")),
)


def reason(message: str) -> Both:
    """What the YAML parser complains of, in both languages."""
    return next((both for part, both in _REASONS if part in message),
                Both(f"解析器说 {message}" if message else "读不懂", message or "it cannot be understood"))
