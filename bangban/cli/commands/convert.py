"""``bangban convert``: one policy file in the other spelling."""

from __future__ import annotations

from pathlib import Path

from bangban.cli.declare import argument, command, one_of, option
from bangban.cli.out import CLEAN, Out
from bangban.words import Both

ABOUT = Both(
    "在 .policy 和 .policy.yaml 两种写法之间转换,除版面外什么也不丢。缺省转成另一种,写到标准输出。\n"
    "两种写法说的是同一件事,一个目录里不要两份都留。",
    "Convert between the two spellings, .policy and .policy.yaml; nothing but the layout is lost. By default to the "
    "other one, on standard output.\n"
    "Both spellings say the same: do not keep both in one folder.")
PATH = Both("一个 .policy 或 .policy.yaml 文件;- 从标准输入读,要写明 --to。",
            "One .policy or .policy.yaml file; - reads standard input and needs --to.")
TO = Both("转成哪一种:yaml 或 policy。", "The spelling to convert to: yaml or policy.")
OUTPUT = Both("写进这个文件,不写到标准输出。", "Write to this file instead of standard output.")


@command("convert", ABOUT)
@argument("path", words=PATH, mark="PATH")
@option("--to", words=TO, callback=one_of("yaml", "policy"), metavar="yaml|policy")
@option("-o", "--output", words=OUTPUT, metavar="FILE")
def run(out: Out, path: str, *, to: str | None, output: str | None) -> int:
    """Read, spell the other way, write."""
    from bangban.cli.policy_files import STDIN, is_yaml, policy_paths, read_file, spelt
    from bangban.cli.usage import Misuse
    from bangban.cli.writing import write_text
    from bangban.problems import PolicyError

    if path == STDIN:
        if to is None:
            raise Misuse(Both("从标准输入读时要写明 --to。", "--to is needed where standard input is read."))
        from_yaml = to == "policy"
        policy, problems = read_file(None, "<stdin>.policy.yaml" if from_yaml else "<stdin>.policy")
    else:
        found = policy_paths(path)
        if not isinstance(found, list):
            raise PolicyError([found])
        if Path(path).is_dir():
            raise Misuse(Both(f"{path} 是目录;一次转换一个文件。", f"{path} is a folder; convert one file at a time."))
        from_yaml = is_yaml(path)
        policy, problems = read_file(found[0])
    if policy is None or any(p.severity == "error" for p in problems):
        raise PolicyError(problems)
    wanted = to or ("policy" if from_yaml else "yaml")
    text = spelt(policy.file, "<converted>.policy.yaml" if wanted == "yaml" else "<converted>.policy")
    if output is not None:
        write_text(Path(output), text)
    if out.as_json:
        out.data({"file": policy.source.name, "to": wanted, "output": output,
                  "text": text if output is None else None})
    elif output is None:
        out.stdout.write(text)
    else:
        out.chat(Both(f"写了 {output}。", f"wrote {output}."))
    return CLEAN
