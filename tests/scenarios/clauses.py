"""The clauses a scenario names, as provisions a decision must cite.

``S15`` is a norm of the scheme: its article stands in norms.json, and the citation must quote words of that norm or
none. ``民法典161-165`` is higher law by its short name and article numbers, every one of which must be cited.
"""

import json
import re
from pathlib import Path

HERE = Path(__file__).parent
SCHEME = "沧州市政务服务管理办公室关于推行代办帮办服务工作的实施方案"
NORMS = {n["编号"]: n for n in json.loads((HERE / "norms.json").read_text("utf-8"))}
LAWS = {
    "民法典": "民法典", "行政许可法": "行政许可法", "优化营商环境条例": "优化营商环境条例",
    "在线政务服务若干规定": "国务院关于在线政务服务的若干规定", "电子签名法": "电子签名法",
    "个人信息保护法": "个人信息保护法",
    "政务处分法": "公职人员政务处分法", "公务员法": "公务员法", "老年人权益保障法": "老年人权益保障法",
    "无障碍环境建设法": "无障碍环境建设法", "护照法": "护照法", "市场主体登记管理条例": "市场主体登记管理条例"}
_CLAUSE = re.compile(r"(?P<law>[^\d(]+)(?P<numbers>[\d、-]+)(?:\((?P<item>[一二三四五六七八九十]+)\))?(?:\(.*\))?$")
_ARTICLE = re.compile(r"[一二三四五六](?:\([一二三四五六七八九十]+\))?(?:导办|领办|协办|联办|转办|代办)?")
_DIGITS = "零一二三四五六七八九"


def article_of(norm: str) -> str:
    """The article under which the scheme has a norm: 四(三)导办, 二(三), 通知."""
    place = NORMS[norm]["位置"].replace("定义·", "").replace("、", "")
    if place == "通知正文":
        return "通知"
    found = _ARTICLE.match(place)
    assert found, place
    article = found.group()
    return article if article.startswith("四(三)") else article.rstrip("导领协联转代办")


def chinese(number: int) -> str:
    """An article number as laws write it: 161 is 一百六十一, 1191 一千一百九十一."""
    out, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            bare_ten = unit == 10 and digit == 1 and not out
            out += ("零" if gap and out else "") + ("" if bare_ten else _DIGITS[digit]) + word
        gap = not digit
    return out


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _share_words(one: str, other: str, least: int = 8) -> bool:
    one, other = squeezed(one), squeezed(other)
    if one in other or other in one:
        return True
    return any(one[i:i + least] in other for i in range(max(1, len(one) - least + 1)))


def lacking(clause: str, cited: list[dict[str, str | None]]) -> list[str]:
    """What of a clause named by a scenario the citations of a decision lack."""
    if re.fullmatch(r"S\d\d", clause):
        article, words = article_of(clause), NORMS[clause]["原文"]
        fits = any(c["document"] == SCHEME and c["article"] == article
                   and (c["quote"] is None or _share_words(c["quote"], words)) for c in cited)
        return [] if fits else [f"{clause} {article}"]
    found = _CLAUSE.match(clause)
    assert found, clause
    law, numbers = LAWS[found["law"]], []
    for part in found["numbers"].split("、"):
        low, _, high = part.partition("-")
        numbers += range(int(low), int(high or low) + 1)
    articles = [f"第{chinese(n)}条" for n in numbers]
    if found["item"] and any(c["article"].startswith(f"{articles[-1]}第(") for c in cited if c["document"] == law):
        articles[-1] += f"第({found['item']})项"
    return [f"《{law}》{a}" for a in articles
            if not any(c["document"] == law and c["article"].startswith(a) for c in cited)]
