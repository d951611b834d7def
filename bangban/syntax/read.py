"""Bytes to tree: what a file's bytes say as text, and which of the two spellings the text is in."""

from __future__ import annotations

from attrs import frozen

from bangban.problems import Problem
from bangban.source import Source, Span
from bangban.syntax import tree
from bangban.syntax.from_cases import CaseText, parse_cases
from bangban.syntax.from_table import parse_case_table
from bangban.syntax.from_yaml import parse_yaml
from bangban.syntax.lexer import MAX_CHARS, FileTooLarge
from bangban.syntax.parser import parse
from bangban.words import Both

MAX_BYTES = 4 * MAX_CHARS
TABLE_ENDINGS = (".csv", ".xlsx")
YAML_ENDINGS = (".policy.yaml", ".policy.yml")
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_GUESSES = ("gb18030", "big5")  # what offices still save in, most likely first
_SHOWN = 8  # bytes of the offending place named in the message


@frozen(kw_only=True)
class NotUtf8(Problem):
    """Bytes in some other encoding; the likely one is named."""

    code = "BB101"
    title = Both("不是 UTF-8 编码", "not UTF-8")
    text = Both("文件不是 UTF-8 编码:第 {line} 行(第 {offset} 个字节)读到 {found};看来是 {encoding}。",
                "the file is not UTF-8: line {line} (byte {offset}) has {found}; it looks like {encoding}.")
    advice = Both("请另存为 UTF-8 编码。", "save it again as UTF-8.")
    offset: int  # from 1
    line: int
    found: str
    encoding: str


@frozen(kw_only=True)
class BinaryFile(Problem):
    """NUL bytes: not a text at all (a document of an office program, an archive, a picture)."""

    code = "BB117"
    title = Both("不是文本文件", "not a text file")
    text = Both("文件里有空字节(第 {offset} 个字节),不是文本文件。",
                "the file has a NUL byte (byte {offset}); it is not text.")
    advice = Both("政策要存成纯文本;从 Word 等软件请用「另存为纯文本」。",
                  "policies are plain text; in an office program, save as plain text.")
    offset: int


def decode(data: bytes, name: str) -> tuple[Source | None, list[Problem]]:
    """The bytes of a file as a text under ``name``, or why they are none."""
    nowhere = Span(Source(name), 0, 0)
    if len(data) > MAX_BYTES:
        return None, [FileTooLarge(span=nowhere, size=len(data), limit=MAX_BYTES, unit=Both("个字节", "bytes"))]
    if data.startswith(_UTF16):
        return None, [NotUtf8(span=nowhere, offset=1, line=1, found=hex_bytes(data[:2]), encoding="UTF-16")]
    body = data.removeprefix(_BOM)
    nul = data.find(b"\0")
    if nul != -1:
        if _is_bare_utf16(data):
            return None, [NotUtf8(span=nowhere, offset=nul + 1, line=1, found="00", encoding="UTF-16")]
        return None, [BinaryFile(span=nowhere, offset=nul + 1)]
    try:
        return Source(name, body.decode("utf-8")), []
    except UnicodeDecodeError as error:
        shown = Source(name, body[:error.start + 99].decode("utf-8", "replace"))  # to point at
        at = len(body[:error.start].decode("utf-8"))
        return None, [NotUtf8(span=Span(shown, at, at + 1), offset=error.start + len(data) - len(body) + 1,
                              line=body.count(b"\n", 0, error.start) + 1,
                              found=hex_bytes(body[error.start:error.start + _SHOWN]), encoding=likely_encoding(body))]


def read(source: Source) -> tuple[tree.File, list[Problem]]:
    """A file of either spelling as a tree, chosen by its name, with everything that is wrong with it."""
    return parse_yaml(source) if source.name.endswith(YAML_ENDINGS) else parse(source)


def read_cases(source: Source) -> tuple[list[CaseText], list[Problem]]:
    """A file of cases in any of its spellings, chosen by its name, with everything that is wrong with it."""
    return parse_case_table(source) if source.name.lower().endswith(TABLE_ENDINGS) else parse_cases(source)


def _is_bare_utf16(data: bytes) -> bool:
    """UTF-16 without its mark: one byte of nearly every pair is NUL as long as the text is plain ASCII."""
    head = data[:200]
    return len(head) > 3 and (b"\0" not in head[::2] or b"\0" not in head[1::2]) and head.count(0) * 4 >= len(head)


def likely_encoding(data: bytes) -> str:
    """What bytes that are no UTF-8 are most likely written in."""
    if data.startswith(_UTF16) or _is_bare_utf16(data):
        return "UTF-16"
    for encoding in _GUESSES:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding.upper()
    return "GB18030"


def hex_bytes(data: bytes) -> str:
    """Bytes as a message shows them."""
    return " ".join(f"{b:02X}" for b in data)
