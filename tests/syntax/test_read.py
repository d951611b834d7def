"""Bytes that are no text say so, with the place and the likely encoding."""

import pytest

from bangban.syntax.lexer import FileTooLarge
from bangban.syntax.read import MAX_BYTES, BinaryFile, NotUtf8, decode, read

TEXT = "政策 a\n  标题 \"方案\"\n"


def test_utf8_with_or_without_its_mark() -> None:
    for data in (TEXT.encode(), b"\xef\xbb\xbf" + TEXT.encode()):
        source, problems = decode(data, "x.policy")
        assert not problems
        assert source is not None
        assert source.text == TEXT


@pytest.mark.parametrize(("data", "encoding", "line", "offset"), [
    (TEXT.encode("gb18030"), "GB18030", 1, 1),
    (b"# x\n" + TEXT.encode("gb18030"), "GB18030", 2, 5),
    (b"\xef\xbb\xbf# x\n\xff", "GB18030", 2, 8),
    (TEXT.encode("utf-16"), "UTF-16", 1, 1),
    ("policy x".encode("utf-16-le"), "UTF-16", 1, 2),
])
def test_other_encodings(data: bytes, encoding: str, line: int, offset: int) -> None:
    source, problems = decode(data, "x.policy")
    assert source is None
    assert isinstance(problems[0], NotUtf8)
    assert (problems[0].encoding, problems[0].line, problems[0].offset) == (encoding, line, offset)
    assert problems[0].span.source.name == "x.policy"


def test_the_place_can_be_shown() -> None:
    _, problems = decode("标题\n四".encode() + b"\xff\n", "x.policy")
    assert (problems[0].span.line, problems[0].span.column, problems[0].span.text) == (2, 2, "\ufffd")


def test_binary_and_endless_files() -> None:
    assert isinstance(decode(b"PK\x03\x04 document \x00\x01", "x.policy")[1][0], BinaryFile)
    assert isinstance(decode(b"a" * (MAX_BYTES + 1), "x.policy")[1][0], FileTooLarge)


@pytest.mark.parametrize("name", ["x.policy.yaml", "x.policy.yml"])
def test_the_name_decides_the_spelling(name: str) -> None:
    source, _ = decode("政策: a\n标题: 方案\n".encode(), name)
    assert source is not None
    file, problems = read(source)
    assert not problems
    other, _ = decode(TEXT.encode(), "x.policy")
    assert other is not None
    assert file == read(other)[0]
