"""What a lint rule is: a problem that is no error of meaning, with why it matters, an example, and its check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from attrs import frozen

from bangban.problems import Problem, Severity
from bangban.words import Both

if TYPE_CHECKING:
    from bangban.lint.view import View


class _Level:
    """The severity: of the class its default, of one problem what the settings make of it."""

    def __get__(self, problem: Lint | None, kind: type[Lint]) -> Severity:
        return kind.default if problem is None or problem.level is None else problem.level


@frozen(kw_only=True)
class Lint(Problem):
    """One piece of advice. Each rule is a subclass in a file of its own under ``lint/rules``.

    ``slug`` is its English name; ``avoid`` and ``prefer`` are statements that follow the head of ``example.py``;
    ``text_file`` is the source text (原文) the example quotes, where it needs one; ``limit`` is a number the settings
    may change.
    """

    slug: ClassVar[str] = ""
    default: ClassVar[Severity] = "warning"
    severity: ClassVar[Severity] = cast(Severity, _Level())
    why: ClassVar[Both] = Both("", "")
    avoid: ClassVar[str] = ""
    prefer: ClassVar[str] = ""
    text_file: ClassVar[str] = ""
    limit: ClassVar[int | None] = None

    level: Severity | None = None

    @classmethod
    def check(cls, view: View) -> Iterator[Self]:
        """Every place in the set where the advice applies."""
        raise NotImplementedError(cls.slug)

    @classmethod
    def most(cls, view: View) -> int:
        """The number above which it speaks: as set, else its own."""
        return view.settings.limits.get(cls.code, cls.limit or 0)

    def to_dict(self, lang: Any = "zh") -> dict[str, Any]:
        """Plain data, with the rule's English name."""
        return {**super().to_dict(lang), "rule": self.slug}
