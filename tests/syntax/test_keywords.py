"""Every word of the language exists in both languages, once."""

from collections import Counter

import pytest

from bangban.source import Source
from bangban.syntax.keywords import (
    BY_WORD,
    CATEGORIES,
    KEYWORDS,
    MODIFIERS,
    PURPOSES,
    RANKS,
    REASONS,
    TYPES,
    UNITS,
    VERDICTS,
    YAML_KEYS,
    Keyword,
)
from bangban.syntax.lexer import lex
from bangban.words import is_chinese

FIXED = {"types": TYPES, "modifiers": MODIFIERS, "ranks": RANKS, "categories": CATEGORIES, "verdicts": VERDICTS,
         "reasons": REASONS, "purposes": PURPOSES, "units": UNITS, "yaml": YAML_KEYS}


@pytest.mark.parametrize("keyword", KEYWORDS, ids=lambda k: k.token)
def test_both_spellings_are_single_words(keyword: Keyword) -> None:
    assert is_chinese(keyword.word.zh)
    assert keyword.word.en.isascii()
    assert keyword.doc.zh
    assert keyword.doc.en
    for word, lang in zip(keyword.word, ("zh", "en"), strict=True):
        tokens = lex(Source("x", f"{'政策' if lang == 'zh' else 'policy'} a {word}")).tokens
        assert tokens[-1].type == keyword.token


def test_no_two_keywords_clash() -> None:
    for words in ([k.token for k in KEYWORDS], [w for k in KEYWORDS for w in k.word]):
        assert [w for w, n in Counter(words).items() if n > 1] == []
    assert len(BY_WORD) == 2 * len(KEYWORDS)


@pytest.mark.parametrize("table", FIXED)
def test_fixed_words_exist_in_both_languages(table: str) -> None:
    for both in FIXED[table].values():
        assert is_chinese(both.zh)
        assert both.en.isascii()
    for lang in (0, 1):
        words = [both[lang] for both in FIXED[table].values()]
        assert len(set(words)) == len(words)


def test_keys_of_yaml_are_no_clauses() -> None:
    for name in ("statements", "then"):
        assert not set(YAML_KEYS[name]) & set(BY_WORD)
