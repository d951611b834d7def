"""What a program passes to the front door and is of no use there: no path, no text, no options."""

from __future__ import annotations

import os
from collections.abc import Mapping

from attrs import frozen

from bangban.problems import Problem
from bangban.words import Both


@frozen(kw_only=True, eq=False, repr=False)
class WrongArgument(Problem):
    """An argument of another type than the function takes."""

    code = "BB150"
    title = Both("参数的类型不对", "wrong type of argument")
    text = Both("「{argument}」应为{wanted},现在是 {found}。", "“{argument}” should be {wanted}; it is {found}.")
    advice = Both("{how}", "{how}")
    argument: str
    wanted: Both
    found: str
    how: Both


def wrong_path(path: object) -> WrongArgument | None:
    """What is wrong with a path, if it is none; a path of bytes is none, as names of files are shown and compared."""
    if isinstance(path, str) or (isinstance(path, os.PathLike) and isinstance(os.fspath(path), str)):
        return None
    how = Both("写政策集的目录或者文件,用文字或 pathlib.Path;字节先用 os.fsdecode 变成文字。",
               "name the folder or file of the set, by a text or a pathlib.Path; bytes become a text by os.fsdecode.")
    return WrongArgument(argument="path", wanted=Both("路径", "a path"), found=_found(path), how=how)


def wrong_text(argument: str, text: object) -> WrongArgument | None:
    """What is wrong with a text, if it is none."""
    if isinstance(text, str):
        return None
    how = Both("写成文字;字节先用 .decode(\"utf-8\") 变成文字,文件用 bangban.load 读。",
               "give a text; bytes become one by .decode(\"utf-8\"), and files are read by bangban.load.")
    return WrongArgument(argument=argument, wanted=Both("文字", "a text"), found=_found(text), how=how)


def wrong_options(options: object) -> WrongArgument | None:
    """What is wrong with the options chosen, if they are no mapping."""
    if options is None or isinstance(options, Mapping):
        return None
    how = Both('写作 {"选项名": 值}。', 'write {"name of the option": value}.')
    return WrongArgument(argument="options", wanted=Both("一个映射", "a mapping"), found=_found(options), how=how)


def _found(value: object) -> str:
    return "None" if value is None else type(value).__name__
