"""Which language to speak: ``--lang``, else BANGBAN_LANG, else the locale, else Chinese."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from bangban.words import Lang, as_lang

VARIABLE = "BANGBAN_LANG"
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_NO_LANGUAGE = ("c", "posix")
OWN_LANG = frozenset({"fmt"})  # commands whose --lang is the language of the policy, not of the messages


def from_environment(environment: Mapping[str, str] = os.environ) -> Lang:
    """The language of the person, as far as the environment tells."""
    chosen = environment.get(VARIABLE, "").strip()
    if chosen:
        return as_lang(chosen)
    named = next((environment[v] for v in _LOCALE if environment.get(v)), "")
    if not named and os.name == "nt":
        import locale

        named = locale.getlocale()[0] or ""
    word = named.split(".")[0].lower()
    if not word or word in _NO_LANGUAGE:
        return "zh"
    return "zh" if word.startswith(("zh", "chinese")) else "en"


def from_arguments(args: Sequence[str]) -> Lang | None:
    """The language asked for by ``--lang``, found before parsing so that complaints and help speak it too."""
    found: Lang | None = None
    command: str | None = None
    words = iter(args)
    for word in words:
        if word == "--":
            break
        if command in OWN_LANG:
            break
        if word == "--lang" or word.startswith("--lang="):
            value = word[7:] if word.startswith("--lang=") else next(words, "")
            found = as_lang(value) if value in ("zh", "en") else found
        elif command is None and not word.startswith("-"):
            command = word
    return found
