"""Which imports nothing is used of, and what is left when their lines are taken out."""

from pathlib import Path

import pytest

from bangban.files import read_set
from bangban.lint.fixing import mend
from bangban.lint.run import lint
from bangban.lint.settings import Settings
from bangban.policy.check import check

WORDS = "记录 申请 (request)\n  字段 加急 (urgent): 是非\n  字段 渠道 (channel): 枚举 [窗口 (counter), 网上 (online)]\n"
SHARED = """政策 共用 (shared)
  标题 "共用办法"
  引入 "词汇.policy"
定义 网上加急 (urgent_online) 为 申请.加急 且 申请.渠道 = 网上
参数 期限 (days): 整数
  自 2024-01-01 = 3
  依据 《共用办法》第一条
"""
LAW = """政策 上位法 (law)
  标题 "上位法"
  施行 2024-01-01
规则 上位提示 (law_hint)
  归类 程序
  依据 第一条
  警示 "请核对。"
"""
CALENDAR = """政策 历 (year)
  标题 "历"
名录 日历 (days)
  列 日 (day): 日期
  列 上班 (works): 是非
  键 日
  用途 工作日历
  行 2025-01-01, 否
"""
RULE = "规则 提示 (hint)\n  归类 程序\n  依据 {cite}\n  当 {when}\n  警示 \"{said}\"\n"


@pytest.fixture
def unused(tmp_path: Path):
    """The paths told of in ``本.policy`` (and others), loaded alone or with its folder."""
    def told(imports, when="申请.加急", said="请核对。", cite="第一条", alone=True, **files):
        lines = "".join(f'  引入 "{path}"\n' for path in imports)
        head = f'政策 本 (own)\n  标题 "本办法"\n  施行 2024-01-01\n{lines}'
        own = head + RULE.format(cite=cite, when=when, said=said)
        for name, text in {"词汇": WORDS, "共用": SHARED, "上位法": LAW, "本": own, **files}.items():
            path = tmp_path / f"{name}.policy"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        (tmp_path / "bangban.toml").write_text("")
        fileset, problems = read_set(tmp_path / "本.policy" if alone else tmp_path)
        model, wrong = check(fileset)
        assert [p.message() for p in (*problems, *wrong) if p.severity == "error"] == []
        found = lint(fileset, model, Settings(select=("BB375",)))
        return [(p.span.source.name, p.span.text.split('"')[1]) for p in found]
    return told


def own(*paths):
    return [("本.policy", path) for path in paths]


def test_a_vocabulary_is_used_by_any_name_of_it(unused):
    assert unused(["词汇.policy"]) == []
    assert unused(["词汇.policy"], "申请.渠道 = 网上") == []
    assert unused(["词汇.policy"], "1 = 1", "{申请.渠道}") == []
    assert unused(["词汇.policy"], "1 = 1") == own("词汇.policy")


def test_definitions_and_parameters_count_by_their_names(unused):
    assert unused(["词汇.policy", "共用.policy"]) == own("共用.policy")
    assert unused(["词汇.policy", "共用.policy"], "申请.加急 且 网上加急") == []
    assert unused(["词汇.policy", "共用.policy"], said="请在{期限}日内核对。") == []
    assert unused(["词汇.policy", "共用.policy"], cite="《共用办法》第一条") == []


def test_what_an_import_brings_in_by_the_way_counts(unused):
    assert unused(["共用.policy"]) == []  # the vocabulary comes with it


def test_what_acts_by_itself_is_never_unused(unused):
    assert unused(["词汇.policy", "上位法.policy"]) == []
    assert unused(["词汇.policy", "历.policy"], 历=CALENDAR) == []


def test_what_another_import_brings_too_is_unused_where_no_name_of_it_is_written(unused):
    law = {"法/上位法": LAW, "法/又一法": LAW.replace("上位", "又一").replace("law", "other_law")}
    assert unused(["词汇.policy", "法", "法/又一法.policy"], **law) == own("法/又一法.policy")
    assert unused(["词汇.policy", "法", "法/又一法.policy"], cite="《又一法》第一条", **law) == []


def test_the_other_files_of_the_policy_use_it_too(unused):
    rule = RULE.format(cite="第二条", when="申请.加急", said="又。")
    second = "政策 本 (own)\n" + rule.replace("提示 (hint)", "又 (two)")
    assert unused(["词汇.policy"], "1 = 1", alone=False, 本二=second) == []


def test_another_policy_that_leans_on_the_import(unused):
    other = '政策 他 (other)\n  标题 "他"\n' + RULE.format(cite="第一条", when="申请.加急", said="又。").replace(
        "提示 (hint)", "又 (two)")
    told = unused(["词汇.policy"], "1 = 1", alone=False, 他=other)
    assert told == own("词汇.policy")  # it stands in the folder anyway
    words = WORDS.replace("申请 (request)", "来件 (paper)")
    deeper = {"外/词汇": words, "外/他": other.replace("申请.加急", "来件.加急").replace("(other)", "(outer)")}
    assert unused(["外/词汇.policy", "外/他.policy"], "1 = 1", **deeper) == []  # read only because it is imported here


def test_cases_use_names_too(unused, tmp_path):
    (tmp_path / "本.cases.yaml").write_text(
        "用例:\n  - {名称: 一, 已知: {申请: {加急: true}}, 应为: 拒绝}\n", "utf-8")
    assert unused(["词汇.policy"], "1 = 1") == []


def test_names_in_the_other_language(unused):
    english = 'policy other\n  title "Other"\n  import "词汇.policy"\n\n' + (
        'rule r\n  category procedure\n  basis 1\n  when request.urgent\n  warn "check."\n')
    assert unused(["词汇.policy"], alone=False, other=english) == []


def test_the_line_goes_and_nothing_else(unused, tmp_path):
    unused(["词汇.policy", "共用.policy"])
    fileset = read_set(tmp_path / "本.policy")[0]
    mended = mend(fileset, lambda s: lint(s, check(s)[0], Settings(select=("BB375",))))
    before = (tmp_path / "本.policy").read_text("utf-8")
    text = next(f.source.text for f in mended.fileset.files if f.source.name == "本.policy")
    assert text == before.replace('  引入 "共用.policy"\n', "")
    (tmp_path / "本.policy").write_text(text, "utf-8")
    fileset, problems = read_set(tmp_path / "本.policy")
    assert [*problems, *check(fileset)[1]] == []


def test_a_line_with_a_comment_is_left_to_people(unused, tmp_path):
    unused(["词汇.policy", "共用.policy"])
    path = tmp_path / "本.policy"
    path.write_text(path.read_text("utf-8").replace('引入 "共用.policy"', '引入 "共用.policy"  # 将来要用'), "utf-8")
    fileset = read_set(path)[0]
    found = lint(fileset, check(fileset)[0], Settings(select=("BB375",)))
    assert [p.fixes for p in found] == [()]
