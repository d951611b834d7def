"""Texts made to hurt end in a clear error, soon, and without eating the memory.

Each runs in a process of its own: its peak memory and its time are its own, and a crash would be seen. Time is counted
in turns of a fixed piece of work done before and after, so that a slow or busy machine is no fault of ours.
"""

import json
import subprocess
import sys

import pytest

TURNS = 40  # about two seconds on a machine of our time
MEGABYTES = 250

CHILD = """
import json, re, sys, time
from pathlib import Path
import bangban
from bangban.problems import PolicyError
path, facts = sys.argv[1], sys.argv[2]
def turn():
    start = time.process_time()
    sum(i * i for i in range(1_000_000))
    return time.process_time() - start
bangban.loads("词汇 台\\n政策 办法\\n  标题 \\"办法\\"\\n")  # the grammar and the libraries are not the bomb
before = turn()
start = time.process_time()
codes = []
try:
    policy = bangban.load(path)
    if facts:
        policy.decide(eval(facts))
except PolicyError as wrong:
    codes = sorted({p.code for p in wrong.problems})
    for p in wrong.problems:
        assert len(p.message()) < 2000 and len(p.help()) < 4000
    str(wrong)
turns = (time.process_time() - start) / ((before + turn()) / 2)
try:  # of this process alone: getrusage counts what the parent used before it was cloned
    used = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
except (OSError, TypeError):
    used = 0
print(json.dumps([codes, turns, used]))
"""
DESK = """词汇 台 (desk)
记录 申请 (request)
  字段 自愿 (voluntary): 是非
  字段 事由 (subjects): 多项 文本
列表 费用 (fees)
  字段 名称 (name): 文本
  字段 金额 (amount): 金额
政策 办法 (scheme)
  标题 "办法"
规则 可以 (may)
  归类 资格
  依据 第一条
  准予
"""
RULE = DESK + "规则 甲 (a)\n  归类 资格\n  依据 第一条\n  警示 \"甲。\"\n  当 "
YAML = "政策: 办法\n标题: "


def laughs() -> str:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]"
              for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join(lines)


FILES = {  # name: files, the code that has to be told
    "ten megabytes in one line": ({"a.policy": "政策 办法 标题 \"" + "字" * 3_400_000 + "\""}, "BB103"),
    "ten megabytes in one line of a word": ({"a.policy": "政策 " + "a" * 10_000_000}, "BB103"),
    "two million characters of operators": ({"a.policy": RULE + "申请.自愿 且 " * 240_000}, "BB103"),
    "a million unknown characters": ({"a.policy": "政策 办法\n" + "%" * 1_000_000}, "BB105"),
    "a million hidden characters": ({"a.policy": "政策 办法\n" + "\u200b" * 1_000_000}, "BB104"),
    "a million quotes": ({"a.policy": "政策 办法\n" + "\"\n" * 500_000}, "BB106"),
    "brackets ten thousand deep": ({"a.policy": RULE + "(" * 10_000 + "申请.自愿" + ")" * 10_000}, "BB108"),
    "half a bracket, ten thousand times": ({"a.policy": RULE + "(" * 10_000}, "BB108"),
    "not, ten thousand times": ({"a.policy": RULE + "非 " * 10_000 + "申请.自愿"}, "BB108"),
    "minus, ten thousand times": ({"a.policy": RULE + "-" * 10_000 + "1 = 1"}, "BB108"),
    "plus, ten thousand times": ({"a.policy": RULE + "1" + " + 1" * 10_000 + " = 1"}, "BB108"),
    "lists ten thousand deep": ({"a.policy": RULE + "1 属于 " + "[" * 10_000 + "1" + "]" * 10_000}, "BB108"),
    "quantifiers ten thousand deep": (
        {"a.policy": RULE + "任一 费用 满足 (" * 10_000 + "是" + ")" * 10_000}, "BB108"),
    "a path of ten thousand dots": ({"a.policy": RULE + ".".join(["申请"] * 10_000)}, "BB204"),
    "ten thousand files' worth of mistakes": ({"a.policy": DESK + "规责 甲\n" * 50_000}, "BB114"),
    "YAML alias bomb": ({"a.policy.yaml": laughs()}, "BB121"),
    "YAML ten thousand deep": ({"a.policy.yaml": YAML + "[" * 10_000 + "]" * 10_000}, "BB125"),
    "YAML ten thousand deep in blocks": (
        {"a.policy.yaml": "\n".join("  " * i + "- 声明:" for i in range(800))}, "BB125"),
    "YAML of three hundred thousand values": ({"a.policy.yaml": YAML + "[" + "1, " * 300_000 + "]"}, "BB125"),
    "YAML merge bomb": ({"a.policy.yaml": "政策: &a {<<: {标题: 办法}}\n标题: *a\n"}, "BB123"),
    "imports in a ring of two hundred": (
        {f"{i}.policy": f"政策 甲{i}\n  标题 \"甲\"\n  引入 \"{(i + 1) % 200}.policy\"\n"
         for i in range(200)}, "BB136"),
    "definitions in a ring of a thousand": (
        {"a.policy": DESK + "".join(f"定义 定{i} 为 非 定{(i + 1) % 1000}\n" for i in range(1000))}, "BB280"),
    "a chain of five thousand definitions": (
        {"a.policy": DESK + "".join(f"定义 定{i} 为 非 {f'定{i - 1}' if i else '申请.自愿'}\n" for i in range(5000))},
        "BB289"),
    "a chain of two thousand exceptions": (
        {"a.policy": DESK + "".join(f"例外 例{i} 对 {f'例{i - 1}' if i else '可以'}\n  依据 第一条\n"
                                    for i in range(2000))}, "BB239"),
    "cases ten thousand deep": (
        {"a.policy": DESK,
         "a.cases.yaml": "用例:\n  - 名称: 甲\n    应为: 准予\n    已知: " + "{申请: " * 10_000}, "BB125"),
    "a number of a million digits": ({"a.policy": RULE + "9" * 1_000_000 + " = 1"}, "BB119"),
    "ten thousand enum values": (
        {"a.policy": DESK.replace("是非", "枚举 [" + ", ".join(f"值{i}" for i in range(10_000)) + "]", 1)
         + "规则 乙\n  归类 资格\n  依据 第一条\n  当 申请.自愿 = 值一\n  准予\n"}, "BB205"),
}
FACTS = {
    "a million elements": ("{'费用': [{}] * 1_000_000}", "BB417"),
    "a million texts": ("{'申请': {'事由': ['甲'] * 1_000_000}}", "BB417"),
    "a text of ten million characters": ("{'费用': [{'名称': '甲' * 10_000_000}]}", "BB417"),
    "a number of a million digits": ("{'费用': [{'金额': 10 ** 1_000_000}]}", "BB412"),
    "digits in a text": ("{'费用': [{'金额': '9' * 1_000_000}]}", "BB412"),
    "an exponent": ("{'费用': [{'金额': '1e999999999'}]}", "BB412"),
    "not a number": ("{'费用': [{'金额': float('nan')}, {'金额': float('inf')}]}", "BB412"),
    "dictionaries a thousand deep": (
        "__import__('functools').reduce(lambda d, _: {'申请': d}, range(1000), {})", "BB411"),
    "a hundred thousand unknown keys": ("{f'键{i}': i for i in range(100_000)}", "BB411"),
    "wrong ten thousand times": ("{'费用': [{'金额': '甲', '名字': 1}] * 10_000}", "BB412"),
}


def run(path, facts=""):
    done = subprocess.run([sys.executable, "-c", CHILD, str(path), facts], capture_output=True, text=True, timeout=60,
                          check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    codes, turns, megabytes = json.loads(done.stdout)
    assert turns < TURNS, f"as long as {turns:.0f} turns of the fixed piece of work"
    assert megabytes < MEGABYTES, f"{megabytes:.0f} MB"
    return codes


@pytest.mark.parametrize("name", FILES)
def test_files(tmp_path, name):
    files, code = FILES[name]
    (tmp_path / "bangban.toml").touch()
    for file, text in files.items():
        (tmp_path / file).write_text(text, "utf-8")
    codes = run(tmp_path)
    assert code in codes


@pytest.mark.parametrize("name", FACTS)
def test_facts(tmp_path, name):
    facts, code = FACTS[name]
    (tmp_path / "a.policy").write_text(DESK, "utf-8")
    assert code in run(tmp_path, facts)
