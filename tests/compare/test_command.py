"""The commands compare and impact: gates, declared changes, the old set from git, exit codes and formats."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bangban.cli import main

pytest.importorskip("z3")

from .small import RULES, WORDS, write

WIDER = RULES.replace("当 申请.方式 = 电话\n  准予", "准予")
DECLARED = """说明: 网络申请也上门
变更:
  - 名称: 网络申请
    类别: 新增许可
    当: 申请.方式 = 网络
  - 名称: 不再先问方式
    类别: 少要材料
  - 名称: 网络申请,别的还要补
    类别: 改为待补正
"""


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str]:
    code = main([*args, "--lang", "zh", "--no-color"])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


@pytest.fixture
def versions(tmp_path: Path) -> tuple[str, str]:
    return str(write(tmp_path / "旧")), str(write(tmp_path / "新", WIDER))


def test_changes_are_told(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "compare", *versions)
    assert code == 1
    assert "新增许可" in said
    assert "申请.方式:网络" in said
    assert "规则「可以上门」改动" in said
    assert "《上门服务办法》第二条" in said


def test_nothing_changes(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "compare", versions[0], versions[0])
    assert code == 0
    assert "已对全部可能情形证明" in said


@pytest.mark.parametrize("format_", ["json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_every_format(versions: tuple[str, str], capsys: pytest.CaptureFixture[str], format_: str) -> None:
    code, said = run(capsys, "compare", *versions, "--format", format_, "--no-new-permission")
    assert code == 1
    assert "新增许可" in said
    if format_ in ("json", "gitlab", "sarif"):
        json.loads(said)


def test_a_case_decides_again(versions: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = json.loads(run(capsys, "compare", *versions, "--format", "json")[1])
    case = data["changes"][0]["case"]
    (tmp_path / "事.json").write_text(json.dumps(case["facts"]), "utf-8")
    for version, verdict in zip(versions, ("deny", "permit"), strict=True):
        decided = json.loads(run(capsys, "decide", version, str(tmp_path / "事.json"), "--as-of", case["as_of"],
                                 "--format", "json")[1])
        assert decided["verdict"] == verdict


def test_the_gates(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "compare", *versions, "--no-new-permission")[0] == 1
    assert run(capsys, "compare", *versions, "--no-lost-exemption")[0] == 0
    assert run(capsys, "compare", *reversed(versions), "--no-new-permission")[0] == 0


def test_only_what_is_declared(versions: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "甲.changes.yaml"
    file.write_text(DECLARED, "utf-8")
    assert run(capsys, "compare", *versions, "--only-declared", str(file)) [0] == 0
    file.write_text(DECLARED.replace("申请.方式 = 网络", "申请.方式 = 网络 且 有 申请.年龄"), "utf-8")
    code, said = run(capsys, "compare", *versions, "--only-declared", str(file))
    assert (code, "BB534" in said) == (1, True)
    file.write_text(DECLARED + "  - 名称: 没有的事\n    类别: 失去免费\n", "utf-8")
    code, said = run(capsys, "compare", *versions, "--only-declared", str(file))
    assert (code, "BB535" in said) == (1, True)
    file.write_text(DECLARED.replace("申请.方式 = 网络", "申请.样式 = 网络"), "utf-8")
    code, said = run(capsys, "compare", *versions, "--only-declared", str(file))
    assert code == 2
    assert "甲.changes.yaml:5" in said


def test_a_declaration_that_is_not_there(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "compare", *versions, "--only-declared", "没有.changes.yaml")
    assert (code, "BB529" in said) == (2, True)


def test_a_declaration_in_english(versions: tuple[str, str], capsys: pytest.CaptureFixture[str],
                                  tmp_path: Path) -> None:
    file = tmp_path / "a.changes.yaml"
    file.write_text("changes:\n  - name: online\n    class: newly permitted\n    when: request.mode = online\n"
                    "  - name: less\n    class: less asked for\n  - name: open\n    class: opened\n", "utf-8")
    assert run(capsys, "compare", *versions, "--only-declared", str(file))[0] == 0


def test_a_budget_too_small_is_no_pass(versions: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "compare", *versions, "--budget", "1")
    assert (code, "BB521" in said) == (2, True)


# ---------------------------------------------------------------- git

def git(folder: Path, *args: str) -> None:
    subprocess.run(["git", "-c", "user.name=甲", "-c", "user.email=a@example.org", *args], cwd=folder, check=True,
                   capture_output=True)


def test_the_old_set_from_git(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "-q", ".")
    folder = write(tmp_path / "政策")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "一")
    write(folder, WIDER)
    code, said = run(capsys, "compare", "--base", "HEAD", str(folder))
    assert code == 1
    assert "新增许可" in said
    assert (folder / "规则.policy").read_text("utf-8").count("电话") == 1  # the working tree stays as it is
    for wrong in ("没有", "--output=x", "HEAD:政策"):
        assert run(capsys, "compare", f"--base={wrong}", str(folder))[0] == 2
    outside = write(tmp_path.parent / f"{tmp_path.name}外")
    assert run(capsys, "compare", "--base", "HEAD", str(outside))[0] == 2


def test_links_in_git_lead_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "-q", ".")
    folder = write(tmp_path / "政策")
    (folder / "密.policy").symlink_to("/etc/hostname")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "一")
    (folder / "密.policy").unlink()
    assert run(capsys, "compare", "--base", "HEAD", str(folder))[0] == 0


# ---------------------------------------------------------------- impact

CSV = """申请.方式,申请.自愿,申请.年龄,申请.日期,费用
网络,是,71,2025-03-03,[]
电话,是,无此项,2025-03-04,[]
网络,否,,2025-03-05,[]
"""
RECORDS = [{"申请": {"方式": "网络", "自愿": True, "年龄": 71, "日期": "2025-03-03"}, "费用": []},
           {"申请": {"方式": "电话", "自愿": True, "日期": "2025-03-03"}, "费用": []}]


def test_past_actions_from_every_kind_of_file(versions: tuple[str, str], capsys: pytest.CaptureFixture[str],
                                              tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    folder.mkdir()
    (folder / "甲.csv").write_text(CSV, "utf-8-sig")
    (folder / "乙.json").write_text(json.dumps(RECORDS), "utf-8")
    (folder / "丙.jsonl").write_text("\n".join(map(json.dumps, RECORDS)), "utf-8")
    (folder / "丁.json").write_text(json.dumps(RECORDS[0]), "utf-8")
    code, said = run(capsys, "impact", *versions, str(folder), "--format", "json")
    data = json.loads(said)
    assert code == 1
    assert data["total"] == 8
    assert data["otherwise"] == 4
    assert data["counts"] == {"newly_permitted": 4, "other_ground": 1}
    labels = [a["record"] for a in data["affected"] if a["new"] == "permit"]
    assert labels == ["丁.json", "丙.jsonl:1", "乙.json [1]", "甲.csv:2"]
    assert "71" not in said
    assert data["affected"][0]["facts"]["申请"]["年龄"] == "***"


def test_another_ground_alone_is_no_other_result(versions: tuple[str, str], capsys: pytest.CaptureFixture[str],
                                                 tmp_path: Path) -> None:
    file = tmp_path / "台账.csv"
    file.write_text("".join(CSV.splitlines(keepends=True)[i] for i in (0, 2, 3)), "utf-8")
    code, said = run(capsys, "impact", *versions, str(file))
    assert code == 0
    assert said.splitlines()[0] == "共 2 件,其中 0 件的结果会不同。另有 1 件结果不变,只是依据不同。"
    code, said = run(capsys, "impact", *versions, str(file), "--format", "json")
    data = json.loads(said)
    assert (code, data["otherwise"], data["counts"]) == (0, 0, {"other_ground": 1})
    file.write_text(CSV, "utf-8")
    code, said = run(capsys, "impact", *versions, str(file))
    assert code == 1
    assert said.startswith("共 3 件,其中 1 件的结果会不同。另有 1 件")


def test_a_record_that_does_not_fit_is_told_without_its_value(
        versions: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "台账.json"
    file.write_text(json.dumps([{"申请": {"年龄": 999, "日期": "2025-03-03"}}, {"申请": {"方式": "电话"}},
                                {"申请": "年龄 998"}, {"费用": "997 元"}, "年龄 996"]), "utf-8")
    for format_ in ("text", "json"):
        code, said = run(capsys, "impact", *versions, str(file), "--format", format_)
        assert code == 2
        assert "BB414" in said
        assert "BB528" in said
        assert "申请.年龄" in said
        assert "核对这个值" in said
        assert not any(secret in said for secret in ("999", "998", "997", "996"))


def test_what_is_wrong_in_a_record_is_told_with_the_value_and_what_would_help(
        versions: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "台账.json"
    wrong = {"申请": {"方式": "电函", "日期": "2025-03-03", "自愿": "是", "自原": True},
             "费用": [{"名称": "工本费", "金额": 5000}]}
    file.write_text(json.dumps([wrong]), "utf-8")
    code, said = run(capsys, "impact", *versions, str(file))
    assert code == 2
    for told in ("「申请.方式」没有「电函」", "可取:电话、网络。", "“是”", "写 true 或 false。", "另有 1 处。"):
        assert told in said
    assert said.count("BB413") == 1  # both versions find it
    problems = json.loads(run(capsys, "impact", *versions, str(file), "--format", "json")[1])["unread"][0]["problems"]
    assert {p["code"] for p in problems} == {"BB411", "BB412", "BB413", "BB414"}
    assert all(p["message"] and p["help"] for p in problems)


def test_records_that_are_no_json_say_where(versions: tuple[str, str], capsys: pytest.CaptureFixture[str],
                                            tmp_path: Path) -> None:
    (tmp_path / "台账.json").write_text('[{},\n {"申请": }]', "utf-8")
    assert "第 2 行第 9 列" in run(capsys, "impact", *versions, str(tmp_path / "台账.json"))[1]
    (tmp_path / "台账.jsonl").write_text('{}\n{"申请": }\n', "utf-8")
    assert "台账.jsonl:2」:不是 JSON,第 8 列" in run(capsys, "impact", *versions, str(tmp_path / "台账.jsonl"))[1]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_records_in_another_encoding(versions: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path,
                                     mark: str) -> None:
    file = tmp_path / "台账.csv"
    file.write_bytes(f"{mark}a\n".encode() + "申请".encode("gb18030"))
    code, said = run(capsys, "impact", *versions, str(file))
    assert (code, "BB527" in said, "GB18030" in said) == (2, True, True)
    assert f"第 2 行(第 {6 if mark else 3} 个字节)" in said
    file.write_text(mark + CSV, "utf-8")
    assert run(capsys, "impact", *versions, str(file))[0] == 1


def test_facts_of_one_version_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = WORDS.replace("  字段 日期", "  字段 紧急 (urgent): 是非\n  字段 日期")
    old, new = str(write(tmp_path / "旧")), str(write(tmp_path / "新", RULES, words))
    file = tmp_path / "台账.json"
    file.write_text(json.dumps([{"申请": {**RECORDS[0]["申请"], "紧急": True}, "费用": []}]), "utf-8")
    assert run(capsys, "impact", old, new, str(file))[0] == 0
    # the other way round the new version cannot read what was recorded
    code, said = run(capsys, "impact", new, old, str(file))
    assert (code, "读不了的记录 1 件" in said, "申请.紧急" in said) == (2, True, True)


# ---------------------------------------------------------------- the example

def test_the_recorded_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import shutil

    root = Path(__file__).resolve().parents[2]
    example = root / "examples" / "changes" / "届满当日仍有效"
    shutil.copytree(root / "policies", tmp_path / "旧")
    git(tmp_path, "apply", "-R", "-p2", "--directory=旧", str(example / "改动.patch"))
    code, said = run(capsys, "compare", str(tmp_path / "旧" / "cangzhou"), str(root / "policies" / "cangzhou"),
                     "--only-declared", str(example / "届满当日.changes.yaml"))
    assert (code, "关卡全部通过" in said) == (0, True)


def test_each_version_decides_on_the_day_it_designates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dates = "  字段 收到 (received): 日期{}\n  字段 办理 (handled): 日期{}\n"
    words = WORDS.replace("  字段 日期 (date): 日期 决定日\n", dates)
    rules = RULES.replace("当 申请.方式 = 电话\n", "自 2025-06-01 当 申请.方式 = 电话\n")
    old, new = (write(tmp_path / name, rules, words.format(*marks))
                for name, marks in (("旧", (" 决定日", "")), ("新", ("", " 决定日"))))
    record = {"申请": {"方式": "电话", "自愿": True, "收到": "2025-05-30", "办理": "2025-06-02"}, "费用": []}
    (tmp_path / "台账.json").write_text(json.dumps([record]), "utf-8")
    code, said = run(capsys, "impact", str(old), str(new), str(tmp_path / "台账.json"), "--format", "json")
    assert code == 1
    assert [(a["old"], a["new"]) for a in json.loads(said)["affected"]] == [("deny", "permit")]
