"""What may be wrong with a file of facts; imported when there is something wrong, as making the classes takes its
time."""

from __future__ import annotations

from attrs import frozen

from bangban.problems import Problem
from bangban.words import Both


@frozen(kw_only=True, eq=False, repr=False)
class FactsUnreadable(Problem):
    """No such file, or one that the system does not let us read."""

    code = "BB401"
    title = Both("读不了事实文件", "facts cannot be read")
    text = Both("读不了「{written}」:{why}。", "“{written}” cannot be read: {why}.")
    advice = Both("给一个 JSON 或 YAML 文件;- 表示标准输入。", "name a JSON or YAML file; - is standard input.")
    written: str
    why: Both


@frozen(kw_only=True, eq=False, repr=False)
class FactsNotUtf8(Problem):
    """Facts in some other encoding."""

    code = "BB402"
    title = Both("事实文件不是 UTF-8 编码", "facts not in UTF-8")
    text = Both("「{written}」不是 UTF-8 编码:第 {line} 行(第 {offset} 个字节)读到 {found};看来是 {encoding}。",
                "“{written}” is not UTF-8: line {line} (byte {offset}) has {found}; it looks like {encoding}.")
    advice = Both("用编辑器「另存为」,编码选 UTF-8;或者用 iconv -f {encoding} -t UTF-8 转换。",
                  "save it again with the encoding UTF-8, in an editor; or convert it by iconv -f {encoding} -t UTF-8.")
    written: str
    line: int
    offset: int  # from 1
    found: str
    encoding: str


@frozen(kw_only=True, eq=False, repr=False)
class FactsTooLarge(Problem):
    """More bytes than one reading of facts takes."""

    code = "BB407"
    title = Both("事实文件过大", "facts too large")
    text = Both("「{written}」超过 {limit} 字节。", "“{written}” has more than {limit} bytes.")
    advice = Both("请分成几个文件。", "split it into several files.")
    written: str
    limit: int


@frozen(kw_only=True, eq=False, repr=False)
class FactsShape(Problem):
    """Neither an action nor a list of them."""

    code = "BB408"
    title = Both("不是一件事,也不是一列事", "neither an action nor a list of them")
    text = Both("事实文件里应是一个对象(键和值),或一列对象;现在是{found}。",
                "facts are an object (keys and values), or a list of objects; this is {found}.")
    advice = Both('一件事写作 {{"服务": {{…}}, …}};几件事写在 [ ] 里。',
                  'write one action as {{"service": {{…}}, …}}; several stand in [ ].')
    found: Both
