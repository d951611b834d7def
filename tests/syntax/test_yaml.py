"""The YAML spelling: what it looks like, where its problems point, and what it refuses."""

from textwrap import dedent

import pytest
import yaml
from hypothesis import given
from strategies.trees import files

from bangban.source import Source
from bangban.syntax import tree, yaml_nodes
from bangban.syntax.from_yaml import parse_yaml
from bangban.syntax.to_yaml import to_yaml

from .examples import codes, parsed

POLICY = """
    # 头
    政策 沧州 (cangzhou)  # 名
      标题 "方案: 试行"
      引入 "a.policy"
      引入 "b.policy"

    类型 层级 (level): 枚举 有序 [省 (province), 市 (city)]

    # ——— 规则
    规则 一律免费 (free)
      归类 免费
      绝对
      依据 二(三) "一律免费", 《民法典》第一条  # 依据
      对每项 费 于 费用
      # 除外见后
      当 费.金额 > 0元
      免收 费 "「{费.名称}」不收。"
      除非 法定 (due): 费.依据位阶 = 法律
      除非 其他: 否

    规则 乙
      要求 有 委托
      否则 拒绝 "须委托。"
      下一步 "去签。"

    用例 "口头"
      已知 服务.方式 = 代办; 委托.形式 = 口头
      应为 拒绝
      因 甲, 乙
    """
YAML = """
    # 头
    政策: 沧州 (cangzhou)  # 名
    标题: '方案: 试行'
    引入:
      - a.policy
      - b.policy
    声明:
      - 类型:
          层级 (level): 枚举 有序 [省 (province), 市 (city)]

      # ——— 规则
      - 规则: 一律免费 (free)
        归类: 免费
        绝对: 是
        依据:
          - 二(三) "一律免费"
          - 《民法典》第一条  # 依据
        对每项: 费 于 费用
        # 除外见后
        当: 费.金额 > 0元
        免收: 费 "「{费.名称}」不收。"
        除非:
          法定 (due): 费.依据位阶 = 法律
          其他: 否

      - 规则: 乙
        要求: 有 委托
        否则:
          拒绝: 须委托。
        下一步: 去签。

      - 用例: 口头
        已知:
          服务.方式: 代办
          委托.形式: 口头
        应为: 拒绝
        因: [甲, 乙]
    """


def yaml_codes(text: str) -> list[tuple[str, str]]:
    return codes(dedent(text).lstrip(), "x.policy.yaml")


def test_both_spellings_side_by_side() -> None:
    file = parsed(dedent(POLICY))
    assert to_yaml(file) == dedent(YAML).lstrip()
    assert parsed(dedent(YAML), "x.policy.yaml") == file


def test_english() -> None:
    file = parsed('policy a title "b" rule c permit "d" absolute')
    assert to_yaml(file) == "policy: a\ntitle: b\nstatements:\n  - rule: c\n    permit: d\n    absolute: yes\n"
    assert parsed(to_yaml(file), "x.policy.yaml") == file


@pytest.mark.parametrize("written", [
    "否则: {拒绝: 须委托。}", "否则: '拒绝 \"须委托。\"'", "否则:\n  拒绝: 须委托。", "否则:\n  拒绝: >-\n    须委托。",
])
def test_other_ways_to_write_the_same(written: str) -> None:
    assert parsed(f"规则: a\n{written}\n", "x.policy.yaml") == parsed('规则 a 否则 拒绝 "须委托。"')


def test_what_comes_back_goes_on_under_then() -> None:
    file = parsed("政策 a 依据 一 当 x 依据 二 当 y")
    assert to_yaml(file) == "政策: a\n依据: 一\n当: x\n接着:\n  - 依据: 二\n    当: y\n"
    assert parsed(to_yaml(file), "x.policy.yaml") == file


def test_several_clauses_of_several_items() -> None:
    file = parsed("规则 a 依据 一, 二 依据 三")
    assert parsed("规则: a\n依据: [[一, 二], [三]]\n", "x.policy.yaml") == file
    assert parsed(to_yaml(file), "x.policy.yaml") == file


def test_spans_point_at_what_was_typed() -> None:
    for condition in ("a 且 = b", "'a 且 = b'", '"a 且 = b"', ">-\n  a\n  且 = b", "a\n  且 = b"):
        (problem,) = parse_yaml(Source("x", f"规则: a\n当: {condition}\n"))[1]
        assert (problem.code, problem.span.text) == ("BB110", "="), condition
    (problem,) = parse_yaml(Source("x", "规则: a\n当: 'x = ''y'\n"))[1]
    assert problem.span.text == "'x = ''y'"


def test_a_repair_inside_an_escaped_scalar_is_not_offered() -> None:
    plain, escaped = (parse_yaml(Source("x", f"规则: a\n当: {c}\n"))[1][0] for c in (
        "a 且 b 或 c", r'"a 且 b \u6216 c"'))
    assert plain.code == escaped.code == "BB113"
    assert len(plain.fixes) == 2
    assert not escaped.fixes


@pytest.mark.parametrize(("text", "found"), [
    ("政策: &x a", [("BB121", "&x")]),
    ("政策: a\n标题: *x", [("BB121", "*x")]),
    ("政策: !!str a", [("BB122", "!!str")]),
    ("政策: a\n<<: {标题: b}", [("BB123", "<<")]),
    ("政策: a\n标题: b\n标题: c", [("BB124", "标题")]),
    ("政策: a\n---\n政策: b", [("BB126", "---")]),
    ("政策: a\n标题: [", [("BB120", "")]),
    ("政策: a\n标题: b: c", [("BB120", ":")]),
    ("政策: a\n\t标题: b", [("BB120", "\t")]),
    ("政策: a\n标题: \"x\\q\"", [("BB120", "q")]),
    ("政策: a\n标题: {a: b}", [("BB128", "{a: b}")]),
    ("政策: a\n? [a]\n: b", [("BB120", "[")]),
    ("政策: a\n题标: b", [("BB127", "题标")]),
    ("政策: a\ntitle: b", [("BB115", "title")]),
    ("政策: a\n规则: b", [("BB129", "规则")]),
    ("政策: a\n声明:\n  - 标题: b", [("BB116", "标题")]),
    ("政策: a\n声明:\n  - 规则", [("BB128", "规则")]),
    ("政策: a\n声明: b", [("BB128", "b")]),
    ("- 政策: a", [("BB128", "- 政策: a")]),
    ("政策: a\n绝对: 否", [("BB110", "否")]),
    ("政策:", [("BB111", "政策")]),
    ("", [("BB116", "")]),
])
def test_refused(text: str, found: list[tuple[str, str]]) -> None:
    got = yaml_codes(text)
    assert [c for c, _ in got] == [c for c, _ in found]
    assert [t for c, t in got if c not in ("BB116", "BB120")] == [t for c, t in found if c not in ("BB116", "BB120")]


def test_refused_devices_leave_the_rest_standing() -> None:
    file, problems = parse_yaml(Source("x", "政策: &x a\n标题: b\n"))
    assert len(problems) == 1
    assert file == parsed('政策 a 标题 "b"')


def test_comments_anywhere() -> None:
    file = parsed(dedent("""
        --- # 一
        政策: a # 二
        标题: |- # 三
          b
        # 四
        声明: # 五
        - 规则: "c" # 六
          依据: [一, # 七
            二]
        # 八
        """), "x.policy.yaml")
    policy, rule = file.statements
    assert (policy.above, policy.behind) == (("一",), "二")
    assert policy.clauses[0].above == ("三",)
    assert (rule.above, rule.behind, rule.clauses[0].above) == (("四", "五"), "六", ("七",))
    assert file.after == ("八",)


@given(files)
def test_without_the_native_reader(file: tree.File) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_nodes, "_Loader", yaml.SafeLoader)
        assert parsed(to_yaml(file), "x.policy.yaml") == file
