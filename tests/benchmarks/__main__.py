"""``python -m tests.benchmarks [KEY …]``: measure, print the ratios beside their targets, write build/bench.json."""

from __future__ import annotations

import json
import platform
import sys

from tests.benchmarks.measure import GROUPS, ROOT, TARGETS


def main(wanted: list[str]) -> None:
    """Measure the groups that hold a wanted key; all of them if none is named."""
    found: dict[str, float] = {}
    for group in GROUPS:
        if not wanted or set(wanted) & set(group.keys):
            print(f"{group.measure.__doc__}", flush=True)
            found |= group.measure(lambda line: print(line, flush=True))
    print(f"\n{'ratio':32} {'measured':>9} {'at most':>8}")
    for key, most in TARGETS.items():
        if key in found:
            print(f"{key:32} {found[key]:9.2f} {most:8} {'' if found[key] <= most else '  missed'}")
        elif not wanted:
            print(f"{key:32} {'-':>9} {most:8}   not measured")
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    data = {"python": platform.python_version(), "machine": platform.machine(),
            "ratios": {key: round(value, 3) for key, value in found.items()}, "targets": TARGETS}
    (build / "bench.json").write_text(json.dumps(data, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
