"""The two spellings and the two languages say the same: formatting is stable, conversions keep every decision."""

import datetime as dt

from hypothesis import given
from strategies.texts import rngs, sets

from bangban.files import read_set
from bangban.policy.check import check_with_names
from bangban.source import Source
from bangban.syntax.format import format_file
from bangban.syntax.read import read
from bangban.syntax.to_yaml import to_yaml
from bangban.syntax.translate import translate
from properties.facts import DAYS, complete, fewer
from properties.loading import loaded, policy_of, without_digest, written


def same_decisions(rng, one, other):
    assert [c.title for c in one.model.cases] == [c.title for c in other.model.cases]
    for case, same in zip(one.model.cases, other.model.cases, strict=True):
        assert (case.verdict, case.because, case.cites) == (same.verdict, same.because, same.cites)
        assert without_digest(one.decide(case.facts)) == without_digest(other.decide(same.facts))
    assert [(i.name, i.always, i.claim) for i in one.model.invariants] == [
        (i.name, i.always, i.claim) for i in other.model.invariants]
    for _ in range(3):
        day = dt.date.fromisoformat(rng.choice(DAYS))
        facts = complete(rng, one.model.vocabulary)
        facts = fewer(rng, facts, one.model.vocabulary, rng.choice((0.0, 0.3, 0.7)))
        for lang in ("zh", "en"):
            assert (without_digest(one.decide(facts, as_of=day), lang)
                    == without_digest(other.decide(facts, as_of=day), lang))


def tree_of(name: str, text: str):
    file, problems = read(Source(name, text))
    assert problems == []
    return file


@given(sets(), rngs())
def test_formatting_keeps_the_tree_and_changes_nothing_twice(some, rng):
    for name, text in some.files(rng).items():
        tree = tree_of(name, text)
        once = format_file(tree)
        assert tree_of(name, once) == tree
        assert format_file(tree_of(name, once)) == once


@given(sets(), rngs())
def test_yaml_is_the_same_tree_and_decides_the_same(some, rng):
    files = some.files(rng)
    yaml = {f"{name}.yaml": to_yaml(tree_of(name, text)) for name, text in files.items()}
    for name, text in files.items():
        assert tree_of(f"{name}.yaml", yaml[f"{name}.yaml"]) == tree_of(name, text)
    same_decisions(rng, loaded(files), loaded(yaml))


@given(sets(), rngs())
def test_english_decides_the_same_and_leads_back_to_chinese(some, rng):
    def turned(files, to):
        with written(files) as root:
            fileset, problems = read_set(root)
            _, more, names = check_with_names(fileset)
            assert not any(p.severity == "error" for p in (*problems, *more))
            return {f.source.name: format_file(translate(f.file, to, names)) for f in fileset.files}

    one = policy_of(some)
    english = turned(some.files(rng), "en")
    same_decisions(rng, one, loaded(english))
    same_decisions(rng, one, loaded(turned(english, "zh")))
