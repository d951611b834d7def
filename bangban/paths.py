"""A path as written to a real one: never outside the root of the set, neither by ``..`` nor by a symbolic link."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

from attrs import frozen

from bangban.problems import Fix, Problem
from bangban.source import NOWHERE, Source, Span
from bangban.words import Both

POLICY_ENDINGS = (".policy", ".policy.yaml", ".policy.yml")
CASES_ENDINGS = (".cases.yaml", ".cases.yml", ".cases.csv", ".cases.xlsx")
_STRANGE = re.compile(r"[\\\x00-\x1f\ud800-\udfff]")
MAX_SIBLINGS = 10_000  # how many names are compared to suggest one


@frozen(kw_only=True, eq=False, repr=False)
class MissingFile(Problem):
    """Nothing stands at a path."""

    code = "BB130"
    title = Both("找不到文件", "no such file")
    text = Both("找不到「{written}」。{near}", "there is no “{written}”. {near}")
    advice = Both("路径从写它的那个文件所在目录算起;请核对目录和文件名。",
                  "paths are relative to the file they stand in; check folder and name.")
    written: str
    near: Both = Both("", "")


@frozen(kw_only=True, eq=False, repr=False)
class OutsideRoot(Problem):
    """A path that leaves the set's root."""

    code = "BB132"
    title = Both("超出政策集的根目录", "outside the set")
    text = Both("「{written}」{why},不予读取。", "“{written}” {why}; it is not read.")
    advice = Both("把文件放进根目录(有 bangban.toml 的目录)以内,用相对路径引用。",
                  "keep the file under the root (the folder with bangban.toml) and name it by a relative path.")
    written: str
    why: Both


@frozen(kw_only=True, eq=False, repr=False)
class UnreadableFile(Problem):
    """A file or folder the system will not let us read."""

    code = "BB133"
    title = Both("读不了", "cannot be read")
    text = Both("读不了「{written}」:{why}。", "“{written}” cannot be read: {why}.")
    advice = Both("请检查它的权限和类型。", "check its permissions and what kind of file it is.")
    written: str
    why: Both


@frozen(kw_only=True, eq=False, repr=False)
class StrangePath(Problem):
    """A path with backslashes or control characters."""

    code = "BB138"
    title = Both("路径写法不对", "not a portable path")
    text = Both("路径「{written}」里有反斜线或控制字符。",
                "the path “{written}” holds a backslash or a control character.")
    advice = Both("各级目录之间用 / 分隔。", "separate folders by /.")
    written: str


@frozen(kw_only=True, eq=False, repr=False)
class NotPolicyName(Problem):
    """Only files named as policies are read as policies."""

    code = "BB137"
    title = Both("不是政策文件名", "not named as a policy")
    text = Both("「{written}」不以 .policy 或 .policy.yaml 结尾。",
                "“{written}” does not end in .policy or .policy.yaml.")
    advice = Both("请给政策文件改名;表格用「来自」,原文用「原文」。",
                  "rename the policy file; tables are read by from_file, texts by source.")
    written: str


@frozen(kw_only=True, eq=False, repr=False)
class FolderNamedAsPolicy(Problem):
    """``x.policy`` is a folder."""

    code = "BB135"
    title = Both("目录起了文件名", "a folder with a file's name")
    text = Both("「{written}」是目录,不是文件。", "“{written}” is a folder, not a file.")
    advice = Both("目录名不要以 .policy 或 .policy.yaml 结尾。",
                  "do not end a folder's name in .policy or .policy.yaml.")
    written: str


@frozen
class Place:
    """Where a path was written: its span and the folder it starts from; none for what was found on disk."""

    span: Span = NOWHERE
    base: Path | None = None

    def at(self, name: str) -> Span:
        """The place written, else the beginning of the file ``name``."""
        return start_of(name) if self.span is NOWHERE else self.span


FOUND = Place()

def locate(written: str, place: Place, root: Path) -> Path | Problem:
    """The real path that ``written`` leads to from ``place.base``, or why it may not be read."""
    if _STRANGE.search(written):
        return StrangePath(span=place.span, written=_STRANGE.sub(lambda c: c[0] if c[0] == "\\" else "�", written))
    if written.startswith(("/", "~")) or written[1:2] == ":":
        return OutsideRoot(span=place.span, written=written, why=Both("是绝对路径", "is an absolute path"))
    path = Path(os.path.normpath((place.base or root) / written))
    if not path.is_relative_to(root):
        return OutsideRoot(span=place.span, written=written, why=Both("走出了根目录", "leads out of the root"))
    return settle(path, written, place, root)


def settle(path: Path, written: str, place: Place, root: Path) -> Path | Problem:
    """``path`` with its symbolic links followed, if it exists and still lies under the root."""
    span = place.at(written)
    try:
        real = path.resolve(strict=True)
    except PermissionError as error:
        return UnreadableFile(span=span, written=written, why=why_unreadable(error))
    except (OSError, RuntimeError):  # RuntimeError: a ring of links, before Python 3.13
        return missing_file(path, written, place, root)
    if not real.is_relative_to(root):
        why = Both("是指向根目录以外的符号链接", "is a symbolic link leading out of the root")
        return OutsideRoot(span=span, written=written, why=why)
    return real


def missing_file(path: Path, written: str, place: Place, root: Path) -> MissingFile:
    """The problem, with the most alike of what does stand there."""
    near = _nearest(path, root, place.span.source.name)
    fixes: tuple[Fix, ...] = ()
    if near is not None and place.base is not None and os.path.exists(near):
        fixes = (_respell(place.span, Path(os.path.relpath(near, place.base)).as_posix()),)
    like = near and near.relative_to(Path(os.path.commonpath((near, path)))).as_posix()
    hint = Both(f"是要写「{like}」吗?", f"Did you mean “{like}”?") if like else Both("", "")
    return MissingFile(span=place.at(written), written=written, near=hint, fixes=fixes)


def why_unreadable(error: OSError) -> Both:
    """The system's reason in both languages where we have it."""
    if isinstance(error, PermissionError):
        return Both("没有读取权限", "permission denied")
    told = error.strerror or type(error).__name__
    return Both(f"系统报告“{told}”", told)


def shown(path: str | Path) -> str:
    """A path as text; bytes of a file name that are no text show as such."""
    return os.fsencode(path).decode("utf-8", "replace")


def start_of(name: str) -> Span:
    """The beginning of a file that has not been read."""
    return Span(Source(name), 0, 0)


def _respell(span: Span, path: str) -> Fix:
    quote = span.text[:1] if span.text[:1] in ('"', "'") else ""
    return Fix(Both(f"改作「{path}」", f"change to “{path}”"), span, f"{quote}{path}{quote}")


def _nearest(path: Path, root: Path, besides: str) -> Path | None:
    """``path`` with its first missing part replaced by the like-named sibling; not the file that asks for it."""
    missing = path
    while missing.parent != missing and not os.path.isdir(missing.parent):
        missing = missing.parent
    if missing == root or not missing.is_relative_to(root):
        return None
    try:
        siblings = [n for n in os.listdir(missing.parent) if not n.startswith(".") and n != missing.name]
    except OSError:
        return None
    by_stem: dict[str, str] = {}  # endings are alike anyway
    for name in siblings[:MAX_SIBLINGS]:
        if missing.parent / name != root / besides:
            by_stem.setdefault(name.partition(".")[0], name)
    like = difflib.get_close_matches(missing.name.partition(".")[0], by_stem, 1, 0.5)
    return missing.parent / by_stem[like[0]] / path.relative_to(missing) if like else None


def without_ending(name: str, endings: tuple[str, ...]) -> str | None:
    """``name`` without the ending it has; None where it has none of them."""
    return next((name[:-len(e)] for e in endings if name.lower().endswith(e) and len(name) > len(e)), None)
