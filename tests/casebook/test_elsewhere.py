"""Problems that no page can show: what the disk does, what a program passes, how facts reach the command line."""

import os
import sys
from collections.abc import Mapping
from types import SimpleNamespace

import pytest

import bangban
from bangban.cli.facts_files import read_facts_files
from bangban.cli.writing import write_text
from bangban.policy.check.definitions import MAX_DEPTH as MAX_DEFINITIONS
from bangban.policy.check.exceptions import MAX_CHAIN as MAX_EXCEPTIONS
from bangban.policy.check.vocabulary import MAX_DEPTH as MAX_RECORDS
from bangban.source import NOWHERE, Source
from bangban.testing.casebook import read_page, run_page

DESK = """词汇 服务台 (desk)
记录 申请 (request)
  字段 自愿 (voluntary): 是非
列表 费用 (fees)
  字段 名称 (name): 文本
政策 办法 (scheme)
  标题 "办法"
规则 可以 (may)
  归类 资格
  依据 第一条
  准予
"""


def refused(act) -> list[tuple[str, str]]:
    """The code and the text pointed at of every problem."""
    with pytest.raises(bangban.PolicyError) as caught:
        act()
    for problem in caught.value.problems:
        assert problem.message("zh")
        assert problem.message("en")
        assert problem.help("zh")
        assert problem.help("en")
    return [(p.code, "" if p.span is NOWHERE else p.span.text) for p in caught.value.problems]


FACTS = [  # bytes of a file of facts, code, what it points at
    ("BB402", b'{"a": "\xd6\xd0"}', ""),
    ("BB403", "{'申请': {}}".encode(), "'"),
    ("BB403", "{\"申请\": {\"自愿\": 是}}".encode(), "是"),
    ("BB403", "{\"申请\"：{}}".encode(), "："),
    ("BB403", b"", ""),
    ("BB404", "{\"申请\": {}, \"申请\": {}}".encode(), "\"申请\""),
    ("BB405", "{\"金额\": NaN}".encode(), "NaN"),
    ("BB406", b"[" * 5000 + b"]" * 5000, "["),
    ("BB407", b" " * 20_000_001, ""),
    ("BB408", b"3", "3"),
    ("BB408", "[{}, \"申请\"]".encode(), "\"申请\""),
]


@pytest.mark.parametrize(("code", "content", "span"), FACTS, ids=lambda v: v if isinstance(v, str) else "")
def test_files_of_facts(tmp_path, code, content, span):
    (tmp_path / "facts.json").write_bytes(content)
    assert refused(lambda: read_facts_files([str(tmp_path / "facts.json")])) == [(code, span)]


def test_no_such_file_of_facts_BB401(tmp_path):
    assert refused(lambda: read_facts_files([str(tmp_path / "none.json")])) == [("BB401", "")]


def test_no_such_rule_to_explain_BB409():
    assert refused(lambda: bangban.loads(DESK).explain({}, "可议")) == [("BB409", "")]


def test_nothing_of_this_name_to_change_BB418():
    policy = bangban.loads(DESK)
    assert refused(lambda: policy.how_to({}, changeable=["费用", "没有", "自愿"])) == [("BB418", "")] * 2


def test_a_file_that_cannot_be_written_BB410(tmp_path):
    (tmp_path / "file").write_text("")
    assert refused(lambda: write_text(tmp_path / "file" / "below.policy", "")) == [("BB410", "")]


def test_more_elements_than_the_door_lets_in_BB417():
    policy = bangban.loads(DESK)
    assert refused(lambda: policy.decide({"费用": [{}] * 10_001})) == [("BB417", "")]
    assert refused(lambda: policy.decide({"费用": [{"名称": "费" * 100_001}]})) == [("BB417", "")]


@pytest.mark.parametrize("act", [
    lambda: bangban.load(None), lambda: bangban.load(None, cache=True), lambda: bangban.load(b"policies"),
    lambda: bangban.load(3), lambda: bangban.loads(None), lambda: bangban.loads(DESK.encode()),
    lambda: bangban.loads(DESK, None), lambda: bangban.loads(DESK, options=["从严"])])
def test_arguments_of_another_type_BB150(act):
    assert refused(act) == [("BB150", "")]


class Failing:
    """Facts that fail when they are asked for."""

    @property
    def voluntary(self):
        raise RuntimeError("no database")


class FailingMapping(Mapping):
    """The same as a mapping."""

    def __getitem__(self, key):
        raise OSError

    def __iter__(self):
        return iter(["自愿"])

    def __len__(self):
        return 1


@pytest.mark.parametrize("given", [Failing(), FailingMapping()])
def test_facts_that_fail_to_be_given_BB419(given):
    for ask in ("decide", "explain", "checklist", "how_to"):
        policy = bangban.loads(DESK)
        for facts in ({"申请": given}, SimpleNamespace(申请=given)):
            with pytest.raises(bangban.PolicyError) as caught:
                getattr(policy, ask)(facts)
            [problem] = caught.value.problems
            assert problem.code == "BB419"
            assert problem.path[0] == "申请"
            assert ("no database" if given.__class__ is Failing else "OSError") in problem.message("en")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_policy_BB133(tmp_path):
    (tmp_path / "例.policy").write_text(DESK)
    os.mkfifo(tmp_path / "管.policy")
    assert refused(lambda: bangban.load(tmp_path)) == [("BB133", "")]


def test_a_set_too_large_BB134(tmp_path):
    for i in range(7):
        (tmp_path / f"{i}.policy").write_bytes(b"# " + b"x" * 7_900_000 + b"\n")
    assert "BB134" in {code for code, _ in refused(lambda: bangban.load(tmp_path))}


def test_a_policy_given_as_text_imports_nothing_BB139():
    text = DESK.replace('标题 "办法"', '标题 "办法"\n  引入 "词汇.policy"')
    assert refused(lambda: bangban.loads(text)) == [("BB139", '"词汇.policy"')]


def test_a_workbook_of_cases_BB147_BB149(tmp_path, monkeypatch):
    (tmp_path / "例.policy").write_text(DESK)
    (tmp_path / "例.cases.xlsx").write_bytes(b"PK\x03\x04")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert refused(lambda: bangban.load(tmp_path)) == [("BB147", "")]
    monkeypatch.undo()
    pytest.importorskip("openpyxl")
    assert refused(lambda: bangban.load(tmp_path)) == [("BB149", "")]


def test_a_link_leading_out_of_the_root_BB132(tmp_path):
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "外.policy").write_text(DESK)
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "bangban.toml").touch()
    (tmp_path / "set" / "外.policy").symlink_to(tmp_path / "away" / "外.policy")
    assert [code for code, _ in refused(lambda: bangban.load(tmp_path / "set"))] == ["BB132"]


def test_records_nested_too_deep_BB236():
    names = [".".join(["层"] * depth) for depth in range(1, MAX_RECORDS + 2)]
    text = "词汇 台\n" + "\n".join(f"记录 {n}\n  字段 值: 是非" for n in names) + '\n政策 办法\n  标题 "办法"\n'
    assert refused(lambda: bangban.loads(text)) == [("BB236", names[-1])]


def test_exceptions_upon_exceptions_BB239():
    chain = "".join(f"例外 例{i} 对 {f'例{i - 1}' if i else '可以'}\n  依据 第一条\n  当 申请.自愿\n"
                    for i in range(MAX_EXCEPTIONS + 5))
    assert refused(lambda: bangban.loads(DESK + chain))[0] == ("BB239", f"例{MAX_EXCEPTIONS}")


def test_definitions_upon_definitions_BB289():
    chain = "".join(f"定义 定{i} 为 非 {f'定{i - 1}' if i else '申请.自愿'}\n" for i in range(MAX_DEFINITIONS + 5))
    assert {code for code, _ in refused(lambda: bangban.loads(DESK + chain))} == {"BB289"}


PAGE = """# 页
## 例

```policy
{policy}
```

```{kind}
{expected}
```
"""
FAULTS = [
    ("# 页\n## 例\n```policy\n政策 甲\n", "```policy"),
    ("# 页\n## 例\n```polici\n政策 甲\n```\n", "```polici"),
    ("```policy\n政策 甲\n```\n", "```policy"),
    ("# 页\n## 例\n```policy\n政策 甲\n```\n", "## 例"),
    ("# 页\n## 例\n```policy\n政策 甲\n```\n```facts\n{}\n```\n", "{}\n"),
    ("# 页\n## 例\n```policy\n政策 甲\n```\n```decision\n准予\n```\n", "准予\n"),
    ("# 页\n## 例\n```policy\n# file: a.policy upside down\n```\n```problems\n```\n", "# file: a.policy upside down\n"),
]


@pytest.mark.parametrize(("text", "span"), FAULTS)
def test_a_page_that_is_none_BB460(text, span):
    page = read_page(Source("页.md", text))
    assert ("BB460", span) in [(p.code, p.span.text) for p in page.problems]


@pytest.mark.parametrize(("kind", "expected", "told"), [
    ("problems", 'BB201 "甲"', "应有而没有"),
    ("problems", "甲 没有声明", "看不懂"),
    ("cases", 'BB450 "甲"', "应有而没有"),
    ("facts", "{}\n```\n\n```decision\n拒绝", "结论应为拒绝,实为准予"),
    ("facts", "{}\n```\n\n```decision\n准予\n义务: 登记", "义务应为 登记,实为 无"),
    ("facts", "{}\n```\n\n```decision\n准予\n引用: 第九条", "没有引用 第九条"),
    ("facts", "{}\n```\n\n```decision\n准予\n说: 不行", "没有这样说: 不行"),
    ("facts", "{}\n```\n\n```decision\n准予\n甲: 乙", "没有「甲」这一项"),
    ("facts", "{}\n```\n\n```decision\n随便", "第一行要写结论"),
    ("facts", "{}\n```\n\n```problems\nBB411 甲", "事实没有错"),
    ("facts", "{甲: 1}\n```\n\n```decision\n准予", "事实有误"),
])
def test_what_is_not_as_a_page_says_BB461(kind, expected, told):
    _, runs = run_page(Source("页.md", PAGE.format(policy=DESK, kind=kind, expected=expected)))
    assert [p.code for p in runs[0].failures][:1] == ["BB461"]
    assert told in runs[0].failures[0].message("zh")


def test_a_problem_that_no_page_names_is_a_failure():
    _, runs = run_page(Source("页.md", PAGE.format(policy=DESK + "  当 没有的", kind="facts",
                                                   expected="{}\n```\n\n```decision\n准予")))
    assert "没有声明" in runs[0].failures[0].message("zh")


CODES = {  # the codes told here, for test_every_code
    *(code for code, _, _ in FACTS), "BB132", "BB133", "BB134", "BB139", "BB147", "BB149", "BB150", "BB236", "BB239",
    "BB289", "BB401", "BB409", "BB410", "BB417", "BB418", "BB419", "BB460", "BB461"}
