"""What may be wrong with facts; imported when there is something wrong, as making the classes takes its time."""

from __future__ import annotations

from attrs import frozen

from bangban.problems import Problem
from bangban.words import Both


@frozen(kw_only=True)
class UnknownFact(Problem):
    """A key the vocabulary does not have."""

    code = "BB411"
    title = Both("没有这个事实", "no such fact")
    text = Both("词汇里没有「{fact}」。{near}", "the vocabulary has no “{fact}”.{near}")
    advice = Both("改正键名,或在词汇里声明它;键可用中文名或英文别名。",
                  "correct the key, or declare it in the vocabulary; keys may be the Chinese or the English names.")
    fact: Both
    near: Both = Both("", "")


@frozen(kw_only=True)
class WrongType(Problem):
    """A value of another type than the vocabulary says."""

    code = "BB412"
    title = Both("事实的类型不对", "wrong type of fact")
    text = Both("「{fact}」应为{wanted},现在是 {found}。", "“{fact}” should be {wanted}; it is {found}.")
    advice = Both("{how}", "{how}")
    fact: Both
    wanted: Both
    found: Both
    how: Both


@frozen(kw_only=True)
class NotAValue(Problem):
    """A word that is no value of a closed enum."""

    code = "BB413"
    title = Both("没有这个取值", "no such value")
    text = Both("「{fact}」没有「{found}」这个取值。{near}", "“{fact}” has no value “{found}”.{near}")
    advice = Both("可取:{values}。", "it may be: {values}.")
    fact: Both
    found: str
    near: Both
    values: tuple[Both, ...]


@frozen(kw_only=True)
class OutOfRange(Problem):
    """A value outside the range the vocabulary gives."""

    code = "BB414"
    title = Both("超出范围", "out of range")
    text = Both("「{fact}」应在 {low} 至 {high} 之间,现在是 {found}。",
                "“{fact}” should lie between {low} and {high}; it is {found}.")
    advice = Both("核对这个值;范围写在词汇里。", "check the value; the range stands in the vocabulary.")
    fact: Both
    low: Both
    high: Both
    found: Both


@frozen(kw_only=True)
class MayNotBeAbsent(Problem):
    """null where the vocabulary does not say 可无 or 认定."""

    code = "BB415"
    title = Both("不能为空", "may not be absent")
    text = Both("「{fact}」不能为空(null)。", "“{fact}” may not be null.")
    advice = Both("不知道的事实,把键去掉;确实可能没有的,在词汇里标「可无」。",
                  "leave the key out if nobody knows; mark the field optional if it may not exist.")
    fact: Both


@frozen(kw_only=True)
class GivenTwice(Problem):
    """The same fact under its Chinese and its English name."""

    code = "BB416"
    title = Both("同一事实给了两次", "fact given twice")
    text = Both("「{fact}」用中英文两个键各给了一次。", "“{fact}” is given under both of its names.")
    advice = Both("只留一个。", "keep one of them.")
    fact: Both


@frozen(kw_only=True)
class NotGiven(Problem):
    """A fact at which the program that gives it fails."""

    code = "BB419"
    title = Both("事实取不出来", "fact failed to be given")
    text = Both("「{fact}」取不出来:给事实的对象出了错({error})。",
                "“{fact}” could not be had: the object that gives it failed ({error}).")
    advice = Both("改正给事实的程序;没有人说过的用 UNSET,已知没有的用 None。",
                  "mend the program that gives the facts; UNSET is what nobody has said, None what does not exist.")
    fact: Both
    error: str


@frozen(kw_only=True)
class TooMany(Problem):
    """More elements or characters than the door lets in."""

    code = "BB417"
    title = Both("太长", "too long")
    text = Both("「{fact}」有 {size} 个,上限是 {limit}。", "“{fact}” has {size}; the limit is {limit}.")
    advice = Both("分成几次办理,或删去多余的内容。", "split it, or drop what is not needed.")
    fact: Both
    size: int
    limit: int
