"""``bangban schema``: typed Python classes and JSON Schemas written from a vocabulary."""

from __future__ import annotations

from typing import Any

from bangban.cli.declare import SET, argument, command, one_of, option, set_options
from bangban.cli.out import CLEAN, Out
from bangban.words import Both

ABOUT = Both(
    "按词汇写出给程序用的类型:Python 类(attrs、TypedDict、msgspec)或者事实文件的 JSON Schema;也可写出 YAML 写法的 "
    "JSON Schema,供编辑器提示。",
    "Write types for programs from a vocabulary: Python classes (attrs, TypedDict, msgspec) or a JSON Schema for "
    "facts; or a JSON Schema of the YAML spelling, for editors.")
PYTHON = Both("写 Python 类,哪一种:attrs、typeddict 或 msgspec。", "Write Python classes: attrs, typeddict or msgspec.")
JSON = Both("写 JSON Schema,给什么用:facts(事实)或 yaml(政策的 YAML 写法)。",
            "Write a JSON Schema for: facts, or yaml (the YAML spelling of policies).")
NAMES = Both("Python 类里用哪种语言的名称:zh 或 en;缺省 en。",
             "The language of names in Python classes: zh or en; en by default.")


@command("schema", ABOUT)
@argument("path", words=SET, mark="PATH")
@option("--python", words=PYTHON, callback=one_of("attrs", "typeddict", "msgspec"), metavar="attrs|typeddict|msgspec")
@option("--json-schema", words=JSON, callback=one_of("facts", "yaml"), metavar="facts|yaml")
@option("--names", words=NAMES, callback=one_of("zh", "en"), default="en", metavar="zh|en")
@set_options
def run(out: Out, path: str, *, python: Any, json_schema: str | None, names: Any, as_of: Any, readings: Any) -> int:
    """One text on standard output."""
    from bangban.cli.loading import load_policy
    from bangban.cli.usage import Misuse
    from bangban.schema.json_schema import facts_schema
    from bangban.schema.python_classes import python_classes
    from bangban.schema.yaml_schema import yaml_schema

    if (python is None) == (json_schema is None):
        raise Misuse(Both("写明 --python 或者 --json-schema,只写一个,如 --python attrs 或 --json-schema facts。",
                          "give one of --python and --json-schema: --python attrs, say, or --json-schema facts."))
    if json_schema == "yaml":
        out.data(yaml_schema())
        return CLEAN
    model = load_policy(out, path, readings).model
    if json_schema is not None:
        out.data(facts_schema(model))
    else:
        out.stdout.write(python_classes(model, python, names))
    return CLEAN
