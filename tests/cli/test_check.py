"""``bangban check``: problems are the result, each once, with its place; the exit code tells."""

from bangban.render.width import width


def test_a_sound_set_is_clean(run, desk):
    result = run("check", desk)
    assert (result.code, result.out) == (0, "")
    assert "2 个文件,没有问题" in result.err


def test_in_json_the_files_are_counted_and_nothing_else_is_said(run, desk):
    result = run("check", desk, "--format", "json")
    assert result.data == {"files": 2, "problems": []}
    assert result.err == ""


def test_problems_have_file_line_column_and_carets(run, desk):
    policy = desk / "窗口.policy"
    policy.write_text(policy.read_text("utf-8").replace("要求 服务.自愿 否", "要求 服务.自原 否"), "utf-8")
    result = run("check", desk)
    assert result.code == 1
    first, *rest = result.out.splitlines()
    assert "窗口.policy:21:9" in first
    assert "BB204" in first
    line = next(i for i, text in enumerate(rest) if "服务.自原" in text and "│" in text)
    assert width(rest[line][:rest[line].index("自原")]) == width(rest[line + 1].rstrip("^"))
    assert rest[line + 1].endswith("│" + " " * 13 + "^^^^")


def test_the_same_in_english(run, desk):
    policy = desk / "窗口.policy"
    policy.write_text(policy.read_text("utf-8").replace("要求 服务.自愿 否", "要求 服务.自原 否"), "utf-8")
    result = run("check", desk, "--lang", "en")
    assert "error BB204 no such field" in result.out
    assert "2 files checked: 1 errors, 0 warnings." in result.err


def test_a_problem_in_json_is_plain_data(run, desk):
    (desk / "窗口.policy").write_text("政策 甲\n规则", "utf-8")
    result = run("check", desk, "--format", "json", "--lang", "en")
    assert result.code == 1
    problem = result.data["problems"][0]
    assert problem["file"] == "窗口.policy"
    assert {"code", "severity", "title", "message", "help", "line", "column", "start", "end"} <= problem.keys()


def test_several_sets_share_what_they_import_and_say_it_once(run, desk):
    facts = desk / "事实.policy"
    facts.write_text(facts.read_text("utf-8") + "\n记录 服务\n", "utf-8")
    once = run("check", desk / "窗口.policy", "--format", "json").data
    twice = run("check", desk / "窗口.policy", desk / "事实.policy", "--format", "json").data
    assert once["problems"]
    assert len(twice["problems"]) == len(once["problems"])
    assert twice["files"] == 2


def test_a_path_that_is_not_there_is_unreadable_input(run, tmp_path):
    result = run("check", tmp_path / "没有")
    assert result.code == 2
    assert "BB130" in result.out


def test_a_folder_without_policies_is_unreadable_input(run, tmp_path):
    (tmp_path / "空").mkdir()
    assert run("check", tmp_path / "空").code == 2


def test_warnings_are_findings(run, desk):
    policy = desk / "窗口.policy"
    policy.write_text(policy.read_text("utf-8").replace('  原文 "原文.txt"\n', ""), "utf-8")
    result = run("check", desk, "--format", "json")
    assert {p["severity"] for p in result.data["problems"]} == {"warning"}
    assert result.code == 1
