"""Say it in both languages in the same breath: a text that exists in Chinese and in English."""

from __future__ import annotations

from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]


class Both(NamedTuple):
    """One text in the two languages; ``say`` gives the one asked for."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The text in ``lang``; ValueError for a language there is not, lest a program print the wrong one."""
        if lang == "zh":
            return self.zh
        if lang == "en":
            return self.en
        raise ValueError(f"没有语言「{lang}」,只有 zh 和 en。 / There is no language “{lang}”, only zh and en.")


def is_chinese(text: str) -> bool:
    """Whether a name holds at least one Han character: how names are told apart by language."""
    return any("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in text)


def as_lang(text: str) -> Lang:
    """``"zh"`` or ``"en"`` from a flag or a locale name such as ``zh_CN.UTF-8``."""
    return "zh" if text.lower().startswith("zh") else "en"
