"""Every figure of the benchmark, as ratios within one run."""

from __future__ import annotations

import copy
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from attrs import frozen

import bangban
from tests.benchmarks.clock import each, interleaved, processes
from tests.benchmarks.floor import checked_floor, floor
from tests.benchmarks.many_rules import keyed_policy, requests, write_set
from tests.benchmarks.objects import objects
from tests.benchmarks.peers import PEERS, Peer
from tests.benchmarks.proofs import PROOF_TARGETS, proving
from tests.benchmarks.workload import cases, hand

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TARGETS = {
    "decide_vs_hand": 3.0, "decide_vs_fastest_peer": 1.0, "decide_vs_best_reasoning_peer": 0.05,
    "growth_10_to_10000": 1.5, "partial_vs_complete": 6, "cangzhou_vs_hand": 25, "explain_vs_decide": 12,
    "how_to_vs_decide": 300, "load_vs_parse": 2.5, "cached_load_vs_parse": 0.15, "import_vs_python": 4,
    "cli_vs_python": 15, "rss_10000_rules_mb": 250, **PROOF_TARGETS}
Say = Callable[[str], None]


@frozen
class Group:
    """Figures measured together, interleaved: their keys, and what measures them."""

    keys: tuple[str, ...]
    measure: Callable[[Say], dict[str, float]]


def deciding(say: Say) -> dict[str, float]:
    """The thirteen rules: bangban, hand-written Python, and every peer that is installed."""
    policy, some = bangban.load(HERE / "thirteen"), cases(400)
    decide = _running(policy, some)
    partly, told = [_thinned(random.Random(i), c) for i, c in enumerate(some)], copy.deepcopy(some)
    assert all((f(c).verdict == "permit", f(c).violations) == hand(c) for f in (floor, checked_floor) for c in some)
    peers = dict(_installed(some, say))
    runs: dict[str, tuple[Callable[[Any], Any], Any]] = {
        "hand": (hand, some), "floor": (floor, some), "checked": (checked_floor, some), "bangban": (decide, some),
        "partly": (decide, partly),
        "told": (lambda c: _read(decide(c)), told)}
    quick = {n: (p.call, p.arguments) for n, p in peers.items() if _quick(p)}
    slow = {n: (p.call, p.arguments[:60]) for n, p in peers.items() if n not in quick}
    spent = each({**runs, **quick}, 60) | each(slow, 3)
    for name, time in spent.items():
        label = {"hand": "hand-written Python", "floor": "generated floor, without checks",
                 "checked": "generated floor, with checks of types", "partly": "bangban, a third of the facts missing",
                 "told": "bangban, every message and citation read"}.get(name, name)
        said = "" if name not in peers else "  (all reasons)" if peers[name].reasons else "  (no reasons)"
        say(f"  {label:44} {time:9.2f} µs{said}")
    one = spent["bangban"]
    ratios = {"decide_vs_hand": one / spent["hand"], "partial_vs_complete": spent["partly"] / one,
              "explain_vs_decide": spent["told"] / one}
    if peers:
        ratios["decide_vs_fastest_peer"] = one / min(spent[n] for n in peers)
    reasoning = [spent[n] for n, p in peers.items() if p.reasons]
    if reasoning:
        ratios["decide_vs_best_reasoning_peer"] = one / min(reasoning)
    return ratios


def _running(policy: bangban.Policy, some: Sequence[Any]) -> Callable[[Any], bangban.Decision]:
    """What decides in a service that has been running for a while: ``policy.decide`` as it is after a few actions."""
    for case in some[:4]:
        policy.decide(case)
    return policy.decide


def _installed(some: list[dict[str, Any]], say: Say) -> Iterator[tuple[str, Peer]]:
    for name, build in PEERS.items():
        try:
            peer = build(some)
        except ImportError:
            say(f"  {name}: not installed, left out (pip install -e '.[bench]')")
            continue
        wrong = sum(peer.permits(peer.call(a)) != hand(c)[0]
                    for a, c in zip(peer.arguments[:100], some[:100], strict=True))
        assert not wrong, f"{name} decides {wrong} of 100 cases otherwise"
        yield name, peer


def _quick(peer: Peer) -> bool:
    return interleaved({"one": lambda: peer.call(peer.arguments[0])}, 5)["one"] < 50e-6


def _thinned(rng: random.Random, case: dict[str, Any]) -> dict[str, Any]:
    return {k: {a: b for a, b in v.items() if rng.random() > 1 / 3} if isinstance(v, dict) else v
            for k, v in case.items() if isinstance(v, dict) or rng.random() > 1 / 3}


def _read(decision: bangban.Decision) -> int:
    """Every message, in both languages, and every citation."""
    length = 0
    for part in (decision.violations, decision.pending, decision.permits, decision.obligations, decision.fees,
                 decision.warnings, decision.satisfied):
        for entry in part:
            length += len(entry.message.zh) + len(entry.message.en) + len(entry.citations)
    return length


def growing(say: Say) -> dict[str, float]:
    """One decision by ten rules, and by ten thousand keyed by matter."""
    with tempfile.TemporaryDirectory() as folder:
        runs = {}
        for n in (10, 1000, 10_000):
            write_set(Path(folder) / str(n), n)
            policy, some = bangban.load(Path(folder) / str(n)), requests(n // 2, 200)
            assert policy.decide(some[0]).verdict == "permit"
            runs[f"{n} rules"] = (_running(policy, some), some)
        spent = each(runs, 40)
    for name, time in spent.items():
        say(f"  {name:44} {time:9.2f} µs")
    return {"growth_10_to_10000": spent["10000 rules"] / spent["10 rules"]}


def the_whole_set(say: Say) -> dict[str, float]:
    """A complete scenario by the Cangzhou set with the national layer, against the thirteen rules by hand."""
    policy = bangban.load(ROOT / "policies/cangzhou")
    given = json.loads(next((ROOT / "examples/actions").glob("03*.json")).read_text("utf-8"))
    assert policy.decide(given).verdict == "permit"
    spent = each({"hand": (hand, cases(100)), "cangzhou": (_running(policy, [given] * 4), [given] * 100)}, 60)
    say(f"  {'Cangzhou and the national layer':44} {spent['cangzhou']:9.2f} µs")
    return {"cangzhou_vs_hand": spent["cangzhou"] / spent["hand"]}


def mending(say: Say) -> dict[str, float]:
    """How to make a refused action permitted, against deciding it."""
    policy = bangban.load(ROOT / "policies/cangzhou")
    actions = [json.loads(p.read_text("utf-8")) for p in sorted((ROOT / "examples/actions").glob("*.json"))]
    refused = [a for a in actions if policy.decide(a).verdict == "deny"]
    ratios = []
    for action in refused:
        spent = interleaved({"decide": lambda a=action: [policy.decide(a) for _ in range(50)],  # type: ignore[misc]
                             "how to": lambda a=action: policy.how_to(a)}, 3)  # type: ignore[misc]
        ratios.append(spent["how to"] / spent["decide"] * 50)
    ratios.sort()
    return {"how_to_vs_decide": ratios[len(ratios) // 2]}


def loading(say: Say) -> dict[str, float]:
    """A thousand rules read, checked and compiled, and recalled from the cache, against Lark's parse of the text."""
    with tempfile.TemporaryDirectory() as folder:
        path, kept = Path(folder) / "set.policy", Path(folder) / "kept"
        path.write_text(keyed_policy(1000), "utf-8")
        before = os.environ.get("BANGBAN_CACHE")
        os.environ["BANGBAN_CACHE"] = str(kept)
        case = requests(500, 1)[0]
        try:
            bangban.load(path, cache=True)
            spent = interleaved({
                "parse": _lark_alone(path.read_text("utf-8")),
                "load": lambda: bangban.load(path).decide(case),
                "cached": lambda: bangban.load(path, cache=True).decide(case)}, 5)
        finally:
            os.environ.pop("BANGBAN_CACHE")
            if before is not None:
                os.environ["BANGBAN_CACHE"] = before
    for name, time in spent.items():
        say(f"  1,000 rules: {name:31} {time * 1e3:9.1f} ms")
    return {"load_vs_parse": spent["load"] / spent["parse"], "cached_load_vs_parse": spent["cached"] / spent["parse"]}


def _lark_alone(text: str) -> Callable[[], None]:
    """Lexing, and Lark's LALR parse into Lark's own trees, clause by clause."""
    from importlib.resources import files

    from lark import Lark

    from bangban.source import Source
    from bangban.syntax import parser
    from bangban.syntax.keywords import KEYWORDS, STATEMENTS
    from bangban.syntax.lexer import PUNCTUATION, lex

    grammar = files("bangban.syntax").joinpath("grammar.lark").read_text("utf-8")
    words = [k.token for k in KEYWORDS] + list(PUNCTUATION) + sorted(parser.LITERALS)
    lark = Lark(grammar + "\n%declare " + " ".join(words), parser="lalr", lexer=parser._Feed,
                start=["head", "clause"], keep_all_tokens=True, maybe_placeholders=False)

    def run() -> None:
        for head, clauses in parser.chunks(lex(Source("set.policy", text)).tokens):
            for tokens in (head, *clauses):
                if tokens:
                    lark.parse(tokens, start="head" if tokens[0].type in STATEMENTS else "clause")  # type: ignore[arg-type]

    return run


def starting(say: Say) -> dict[str, float]:
    """Whole processes: one that imports bangban, and the command line with its cache warm."""
    action = str(next((ROOT / "examples/actions").glob("03*.json")))
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "BANGBAN_CACHE": str(Path(folder) / "kept")}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # else every process compiles what has changed since it was last kept
        spent = processes({
            "nothing": [sys.executable, "-c", ""],
            "import": [sys.executable, "-c", "import bangban"],
            "cli": [sys.executable, "-m", "bangban.cli", "decide", str(ROOT / "policies/cangzhou"), action]}, 7, env)
    for name, time in spent.items():
        say(f"  process: {name:35} {time * 1e3:9.1f} ms")
    return {"import_vs_python": spent["import"] / spent["nothing"], "cli_vs_python": spent["cli"] / spent["nothing"]}


_HOLDING = """
import resource, sys
import bangban
from tests.benchmarks.many_rules import requests
policy = bangban.load(sys.argv[1], cache=True)
for case in requests(5000, 200):
    policy.decide(case)
print(int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024)
"""


def holding(say: Say) -> dict[str, float]:
    """The memory of a process that holds ten thousand rules and decides by them (loaded from the cache, and not)."""
    with tempfile.TemporaryDirectory() as folder:
        write_set(Path(folder) / "set", 10_000)
        env = {**os.environ, "BANGBAN_CACHE": str(Path(folder) / "kept")}
        sizes = [float(subprocess.run([sys.executable, "-c", _HOLDING, str(Path(folder) / "set")], check=True, env=env,
                                      cwd=ROOT, capture_output=True, text=True).stdout) for _ in range(2)]
    say(f"  10,000 rules in memory: read {sizes[0]:.0f} MB, from the cache {sizes[1]:.0f} MB")
    return {"rss_10000_rules_mb": max(sizes)}


GROUPS = (
    Group(("decide_vs_hand", "decide_vs_fastest_peer", "decide_vs_best_reasoning_peer", "partial_vs_complete",
           "explain_vs_decide"), deciding),
    Group(("objects_vs_dicts",), objects),
    Group(("growth_10_to_10000",), growing), Group(("cangzhou_vs_hand",), the_whole_set),
    Group(("how_to_vs_decide",), mending), Group(("load_vs_parse", "cached_load_vs_parse"), loading),
    Group(("import_vs_python", "cli_vs_python"), starting), Group(("rss_10000_rules_mb",), holding),
    Group(tuple(PROOF_TARGETS), proving))
