"""``bangban prove``: what is proved, what is broken with its case, and exit codes that a pipeline can rely on."""

import json
import shutil
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from bangban.render.reports import FORMATS

pytest.importorskip("z3")

PROVED = """
保证 不自愿不办 (never_unwilling)
  当 非 服务.自愿
  决不 准予
"""
BROKEN = """
保证 代办不办 (never_agency)
  当 服务.方式 = 代办
  决不 准予
"""


@pytest.fixture
def proved(desk):
    def make(*invariants):
        path = desk / "窗口.policy"
        path.write_text(path.read_text("utf-8") + "\n".join(invariants), "utf-8")
        return desk
    return make


def test_a_proved_invariant_is_clean(run, proved):
    result = run("prove", proved(PROVED))
    assert result.code == 0
    assert "✓ 不自愿不办" in result.out
    assert "已对全部可能情形证明" in result.out
    assert "1 条保证,证明 1 条。" in result.out


def test_a_broken_one_shows_an_ordinary_case(run, proved):
    result = run("prove", proved(PROVED, BROKEN), "--lang", "en")
    assert result.code == 1
    assert "✗ never_agency" in result.out
    assert "Case: an ordinary case" in result.out
    assert "1 of 2 invariants proved." in result.out


def test_one_invariant_is_proved_by_name(run, proved):
    assert run("prove", proved(PROVED, BROKEN), "--invariant", "never_unwilling").code == 0


def test_an_invariant_of_another_name_is_refused(run, proved):
    result = run("prove", proved(PROVED), "--invariant", "没有")
    assert result.code == 2
    assert "没有保证「没有」" in result.err


def test_in_json_the_case_is_whole_and_can_be_decided(run, proved, tmp_path):
    desk = proved(BROKEN)
    result = run("prove", desk, "--format", "json")
    (found,) = result.data["invariants"]
    assert found["status"] == "violated"
    facts = tmp_path / "case.json"
    facts.write_text(json.dumps(found["case"]["facts"], ensure_ascii=False), "utf-8")
    decided = run("decide", desk, facts, "--as-of", found["case"]["as_of"], "--format", "json")
    assert decided.data["verdict"] == "permit"


def test_what_is_not_settled_is_no_pass(run, proved):
    result = run("prove", proved(PROVED), "--budget", "1")
    assert result.code == 2
    assert "不能当作通过" in result.out


def test_findings_come_with_their_places(run, proved):
    rule = """
规则 多余 (idle)
  归类 程序
  依据 第二条 "服务出于自愿。"
  当 服务.方式 = 导办 且 服务.方式 = 代办
  准予 "可以。"
"""
    result = run("prove", proved(rule), "--findings")
    assert result.code == 1
    assert "BB511" in result.out + result.err
    found = run("prove", proved(), "--findings", "--format", "sarif")
    assert found.code == 1
    assert "BB511" in {r["ruleId"] for r in found.data["runs"][0]["results"]}


# ---------------------------------------------------------------- reports for continuous integration


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_report_says_what_is_broken_where_and_by_which_case(run, proved, format_, lang):
    desk = proved(PROVED, BROKEN)
    result = run("prove", desk, "--format", format_, "--lang", lang)
    assert result.code == 1
    assert "BB501" in result.out
    assert ("代办不办" if lang == "zh" else "never_agency") in result.out
    assert ("一件普通的办件" if lang == "zh" else "an ordinary case") in result.out
    line = 1 + (desk / "窗口.policy").read_text("utf-8").split("\n").index("保证 代办不办 (never_agency)")
    match format_:
        case "github":
            assert f",line={line}," in result.out
            assert "窗口.policy" in result.out
        case "gitlab":
            (issue,) = result.data
            assert issue["location"]["lines"]["begin"] == line
        case "sarif":
            (found,) = result.data["runs"][0]["results"]
            assert found["locations"][0]["physicalLocation"]["region"]["startLine"] == line
        case "junit":
            root = ET.fromstring(result.out)
            names = ("不自愿不办", "代办不办") if lang == "zh" else ("never_unwilling", "never_agency")
            cases = [(c.get("name"), c.find("failure") is not None) for c in root.iter("testcase")]
            assert cases == list(zip(names, (False, True), strict=True))
        case "markdown":
            marks = [text[:3] for text in result.out.splitlines() if text.startswith(("- ✓", "- ✗"))]
            assert marks == ["- ✓", "- ✗"]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_of_what_is_proved_is_clean(run, proved, format_):
    result = run("prove", proved(PROVED), "--format", format_)
    assert result.code == 0
    assert "BB50" not in result.out


def test_a_report_shows_that_something_is_not_settled(run, proved):
    result = run("prove", proved(PROVED), "--budget", "1", "--format", "junit")
    assert result.code == 2
    assert ET.fromstring(result.out).get("failures") == "1"


@pytest.fixture
def several(desk, tmp_path, monkeypatch):
    """A folder of two sets: one with an invariant that holds and one that does not, the other with cases alone."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "集"
    folder.mkdir()
    (folder / "bangban.toml").write_text("", "utf-8")
    (desk / "bangban.toml").unlink()
    shutil.copytree(desk, folder / "乙")
    shutil.move(desk, folder / "甲")
    policy = folder / "甲" / "窗口.policy"

    def make(*invariants):
        policy.write_text(policy.read_text("utf-8") + "\n".join(invariants), "utf-8")
        return "集"
    return make


def test_of_a_folder_of_several_sets_each_is_proved(run, several):
    result = run("prove", several(PROVED))
    assert result.code == 0
    heads = [line.split()[1] for line in result.out.splitlines() if line.startswith("——")]
    assert heads == ["集/乙", "集/甲"]
    assert "这个政策集没有保证" in result.out
    assert result.out.rstrip().endswith("合计 2 个政策集,1 条保证,证明 1 条。")
    apart = run("prove", "集/甲")
    assert apart.out.strip() in result.out
    assert "The set has no invariants" in run("prove", "集/乙", "--lang", "en").out


def test_one_set_that_is_not_sound_is_enough(run, several):
    folder = several(PROVED, BROKEN)
    result = run("prove", folder, "--lang", "en")
    assert result.code == 1
    assert "2 sets: 1 of 2 invariants proved." in result.out
    chosen = run("prove", folder, "--invariant", "never_unwilling")
    assert (chosen.code, "——" in chosen.out) == (0, False)
    assert run("prove", folder, "--invariant", "没有").code == 2


def test_several_sets_in_json_and_in_every_report(run, several):
    folder = several(PROVED, BROKEN)
    data = run("prove", folder, "--findings", "--format", "json").data
    assert (data["sound"], data["settled"], len(data["invariants"])) == (False, True, 2)
    assert [(one["path"], len(one["invariants"])) for one in data["sets"]] == [("集/乙", 0), ("集/甲", 2)]
    assert data["findings"] == [f for one in data["sets"] for f in one["findings"]]
    for name in FORMATS:
        result = run("prove", folder, "--format", name)
        assert result.code == 1
        assert "代办不办" in result.out or "never_agency" in result.out
    cases = list(ET.fromstring(run("prove", folder, "--findings", "--format", "junit").out).iter("testcase"))
    assert len(cases) == 4
    assert len({case.get("name") for case in cases}) == 4
    sarif = json.loads(run("prove", folder, "--format", "sarif").out)
    place = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(place).endswith("甲/窗口.policy")
