"""The keyword table: every word of the language, in Chinese and in English, in one place.

It feeds the lexer, the formatter, the two-language rewriting, the YAML keys and the manual. A keyword is a
whole token; directly before or after a dot (``记录.台账``, ``费用.依据``) and inside 「…」 the same word is a name.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from bangban.words import Both

Kind = Literal["statement", "clause", "inner", "operator", "function", "literal"]


@frozen
class Keyword:
    """One word: its terminal in the grammar, its two spellings, what it is and what it is for."""

    token: str
    word: Both
    kind: Kind
    doc: Both


def _k(token: str, kind: Kind, zh: str, en: str, *doc: str) -> Keyword:
    return Keyword(token, Both(zh, en), kind, Both(*doc))


KEYWORDS: tuple[Keyword, ...] = (
    # statements: each begins a new declaration
    _k("POLICY", "statement", "政策", "policy", "一部政策及其题头", "a policy and its header"),
    _k("VOCABULARY", "statement", "词汇", "vocabulary", "事实的词汇", "the vocabulary of facts"),
    _k("TYPE", "statement", "类型", "type", "可重复使用的枚举", "an enum used more than once"),
    _k("RECORD", "statement", "记录", "record", "一组事实", "a group of facts"),
    _k("LIST", "statement", "列表", "list", "一列同样的记录", "a list of like records"),
    _k("OPTION", "statement", "选项", "option", "对不明之处的一种具名读法", "a named reading of an unclear passage"),
    _k("PARAMETER", "statement", "参数", "parameter", "按日期取值的数", "a value by date"),
    _k("TABLE", "statement", "名录", "table", "带键的小表", "a small keyed table"),
    _k("DEFINE", "statement", "定义", "define", "具名的条件或值", "a named condition or value"),
    _k("RULE", "statement", "规则", "rule", "一条规则", "a rule"),
    _k("EXCEPTION", "statement", "例外", "exception", "别处规定的例外", "an exception stated elsewhere"),
    _k("INVARIANT", "statement", "保证", "invariant", "对一切情形成立的性质", "a property of all inputs"),
    _k("CASE", "statement", "用例", "case", "一个小测试", "a small test"),
    _k("UNCODED", "statement", "不编码", "uncoded", "有意不写成规则的原文", "a passage deliberately not a rule"),
    # clauses of the header
    _k("TITLE", "clause", "标题", "title", "正式名称", "the official title"),
    _k("ISSUER", "clause", "机关", "issuer", "制定机关", "who made it"),
    _k("NUMBER_OF", "clause", "文号", "number", "文号", "its document number"),
    _k("RANK", "clause", "位阶", "rank", "法律位阶", "its rank in law"),
    _k("ADOPTED", "clause", "通过", "adopted", "通过日期", "the date of adoption"),
    _k("ISSUED", "clause", "印发", "issued", "印发日期", "the date of issue"),
    _k("PUBLISHED", "clause", "公布", "published", "公布日期", "the date of publication"),
    _k("EFFECTIVE", "clause", "施行", "effective", "施行日期", "in force from"),
    _k("EXPIRES", "clause", "失效", "expires", "最后有效日", "the last day in force"),
    _k("SOURCE", "clause", "原文", "source", "原文文件", "the file of the source text"),
    _k("IMPORT", "clause", "引入", "import", "引入本集内的另一文件或目录", "read another file or folder of the set"),
    _k("SCOPE", "clause", "适用范围", "scope", "政策何时适用", "when the policy applies at all"),
    _k("NOTE", "clause", "说明", "note", "写给人看的话", "a sentence for people"),
    # clauses of vocabularies, tables and values
    _k("FIELD", "clause", "字段", "field", "记录的一个字段", "a field of a record"),
    _k("COLUMN", "clause", "列", "column", "名录的一列", "a column of a table"),
    _k("KEY", "clause", "键", "key", "名录的键列", "the key column of a table"),
    _k("ROW", "clause", "行", "row", "名录的一行", "a row of a table"),
    _k("FROM_FILE", "clause", "来自", "from_file", "名录取自 CSV 文件", "the CSV file of a table"),
    _k("PURPOSE", "clause", "用途", "purpose", "名录的专门用途(工作日历)", "what a table serves (working_calendar)"),
    _k("AS", "clause", "为", "as", "定义的内容", "what a definition says"),
    # clauses of rules
    _k("CATEGORY", "clause", "归类", "category", "规则的类别", "the category of a rule"),
    _k("BASIS", "clause", "依据", "basis", "依据的条款", "the provision relied on"),
    _k("FROM", "clause", "自", "from", "自何日起", "from a date on"),
    _k("FOR_EACH", "clause", "对每项", "for_each", "对列表中每一项各判一次", "once for each element of a list"),
    _k("WHEN", "clause", "当", "when", "条件", "the condition"),
    _k("PERMIT", "clause", "准予", "permit", "效果:准予", "effect: permit"),
    _k("FORBID", "clause", "禁止", "forbid", "效果:禁止", "effect: forbid"),
    _k("REQUIRE", "clause", "要求", "require", "效果:要求", "effect: require"),
    _k("ELSE", "clause", "否则", "otherwise", "要求不满足时", "where the requirement fails"),
    _k("OBLIGE", "clause", "应当", "oblige", "效果:义务", "effect: a duty"),
    _k("EXEMPT", "clause", "免收", "exempt", "效果:不得收取该费用", "effect: a fee not to be charged"),
    _k("CHARGE", "clause", "应收", "charge", "效果:依法应收的费用", "effect: a fee due by law"),
    _k("WARN", "clause", "警示", "warn", "效果:只提醒,不影响结论", "effect: a warning only"),
    _k("UNLESS", "clause", "除非", "unless", "具名例外", "a named exception"),
    _k("NEXT", "clause", "下一步", "next_step", "现在该怎么办", "what to do now"),
    _k("ABSOLUTE", "clause", "绝对", "absolute", "不容任何例外", "admits no exception"),
    _k("PROVISO", "clause", "但书", "proviso", "哪些位阶可另有规定", "which ranks may provide otherwise"),
    # clauses of invariants, cases and uncoded passages
    _k("NEVER", "clause", "决不", "never", "决不如此", "never so"),
    _k("ALWAYS", "clause", "必定", "always", "必定如此", "always so"),
    _k("BASED_ON", "clause", "基于", "based_on", "以另一用例为底", "starts from another case"),
    _k("GIVEN", "clause", "已知", "given", "用例的事实", "the facts of a case"),
    _k("UNSET", "clause", "未知", "unset", "从底本中去掉的事实", "facts taken out of the base"),
    _k("EXPECT", "clause", "应为", "expect", "应得的结论", "the verdict expected"),
    _k("BECAUSE", "clause", "因", "because", "应起作用的规则", "rules that must take effect"),
    _k("NOT_BECAUSE", "clause", "不因", "not_because", "不应起作用的规则", "rules that must not take effect"),
    _k("CITES", "clause", "引用", "cites", "决定应引用的条款", "provisions the decision must cite"),
    _k("REASON", "clause", "理由", "reason", "为何不编码", "why it is not encoded"),
    # words inside clauses
    _k("TO", "inner", "至", "to", "范围的终点;期限", "the end of a range; a deadline"),
    _k("OVER", "inner", "于", "over", "在哪个列表上", "over which list"),
    _k("AGAINST", "inner", "对", "against", "例外针对哪条规则", "which rule an exception defeats"),
    _k("BY", "inner", "由", "by", "由谁履行", "who owes the duty"),
    _k("REFUSE", "inner", "拒绝", "refuse", "要求不满足则拒绝", "refuse where the requirement fails"),
    _k("CORRECT", "inner", "补正", "correct", "要求不满足则补正", "ask for correction"),
    _k("OTHERWISE_PROVIDED", "inner", "另有规定", "provides_otherwise", "但书的结尾", "the end of a proviso"),
    # operators
    _k("AND", "operator", "且", "and", "两者都成立", "both hold"),
    _k("OR", "operator", "或", "or", "至少一个成立", "at least one holds"),
    _k("NOT", "operator", "非", "not", "不成立", "does not hold"),
    _k("IN", "operator", "属于", "in", "是列出的值之一,或名录中的键", "one of the values, or a key of a table"),
    _k("NOT_IN", "operator", "不属于", "not_in", "不是列出的值之一", "none of the values"),
    _k("BETWEEN", "operator", "介于", "between", "在两端之间(含两端)", "between two ends, both included"),
    _k("CONTAINS", "operator", "包含", "contains", "集合或多项中有此值", "the set or list has the value"),
    _k("CONTAINS_ALL", "operator", "包含全部", "contains_all", "集合中全有", "the set has all"),
    _k("CONTAINS_ANY", "operator", "包含任一", "contains_any", "集合中至少有一个", "the set has any"),
    _k("REACHES", "operator", "满", "reaches", "自出生日起已满若干周岁", "a birth date reaches an age"),
    _k("HAS", "operator", "有", "has", "可无的事实存在", "a fact that may be absent exists"),
    _k("EVERY", "operator", "每个", "every", "列表中每一项都满足", "every element satisfies"),
    _k("SOME", "operator", "任一", "some", "列表中有一项满足", "some element satisfies"),
    _k("SATISFIES", "operator", "满足", "satisfies", "元素须满足的条件", "the condition on elements"),
    # functions
    _k("COUNT", "function", "个数", "count", "列表中满足条件的项数", "how many elements satisfy"),
    _k("DISTINCT", "function", "种数", "distinct", "不同的值有几个", "how many distinct values"),
    _k("SUM", "function", "合计", "sum", "数或金额之和", "the sum of numbers or money"),
    _k("LOOKUP", "function", "查", "lookup", "按键查名录的一列", "a column of a table by key"),
    # literals
    _k("TRUE", "literal", "是", "yes", "成立", "true"),
    _k("FALSE", "literal", "否", "no", "不成立", "false"),
    _k("DECISION_DATE", "literal", "决定日", "decision_date", "作决定所依据的日期", "the date of the decision"),
    _k("CLIP", "literal", "月末截断", "clip_month_end", "没有那一天时取月末", "month ends are clipped"),
    _k("CARRY", "literal", "月末顺延", "carry_month_end", "没有那一天时顺延到次月一日", "month ends carry over"),
)

BY_TOKEN: dict[str, Keyword] = {k.token: k for k in KEYWORDS}
BY_WORD: dict[str, Keyword] = {w: k for k in KEYWORDS for w in k.word}
STATEMENTS = frozenset(k.token for k in KEYWORDS if k.kind == "statement")
CLAUSES = frozenset(k.token for k in KEYWORDS if k.kind == "clause")

# Units stand after a number only; money is exact, 日 and 个工作日 are different types (statutory days differ).
UNITS: dict[str, Both] = {
    "FEN": Both("分", "fen"), "JIAO": Both("角", "jiao"), "YUAN": Both("元", "yuan"),
    "WAN_YUAN": Both("万元", "wan_yuan"), "YI_YUAN": Both("亿元", "yi_yuan"),
    "HOURS": Both("小时", "hours"), "DAYS": Both("日", "days"),
    "WORKING_DAYS": Both("个工作日", "working_days"), "MONTHS": Both("个月", "months"),
    "YEARS": Both("年", "years"), "YEARS_OLD": Both("周岁", "years_old"),
}
UNIT_BY_WORD: dict[str, str] = {w: u for u, both in UNITS.items() for w in both}

# Words that are names in the grammar and have a fixed meaning where they stand.
TYPES: dict[str, Both] = {
    "bool": Both("是非", "bool"), "integer": Both("整数", "integer"), "decimal": Both("小数", "decimal"),
    "money": Both("金额", "money"), "date": Both("日期", "date"), "datetime": Both("时刻", "datetime"),
    "duration": Both("时长", "duration"), "text": Both("文本", "text"), "enum": Both("枚举", "enum"),
    "set": Both("集合", "set"), "many": Both("多项", "many"),
}
MODIFIERS: dict[str, Both] = {
    "ordered": Both("有序", "ordered"), "open": Both("开放", "open"),
    "optional": Both("可无", "optional"), "sensitive": Both("敏感", "sensitive"),
    "finding": Both("认定", "finding"), "decision_date": Both("决定日", "decision_date"),
    "fixed": Both("不可改", "fixed"), "costly": Both("费事", "costly"), "very_costly": Both("很费事", "very_costly"),
}
RANKS: dict[str, Both] = {  # highest first; 立法法 chapter on application
    "law": Both("法律", "law"), "administrative_regulation": Both("行政法规", "administrative_regulation"),
    "local_regulation": Both("地方性法规", "local_regulation"), "ministry_rule": Both("规章", "ministry_rule"),
    "normative_document": Both("规范性文件", "normative_document"),
}
CATEGORIES: dict[str, Both] = {
    "eligibility": Both("资格", "eligibility"), "voluntariness": Both("自愿", "voluntariness"),
    "fees": Both("免费", "fees"), "limits": Both("界限", "limits"),
    "procedure": Both("程序", "procedure"), "duty": Both("义务", "duty"),
}
VERDICTS: dict[str, Both] = {
    "permit": Both("准予", "permit"), "deny": Both("拒绝", "deny"),
    "pending": Both("待补正", "pending"), "not_applicable": Both("不适用", "not_applicable"),
}
REASONS: dict[str, Both] = {
    "exhortation": Both("宣示性", "exhortation"), "organisational": Both("机构义务", "organisational"),
    "heading": Both("标题", "heading"), "definition": Both("定义", "definition"),
}
PURPOSES: dict[str, Both] = {"working_calendar": Both("工作日历", "working_calendar")}
# Keys of the YAML spellings that are no words of the language itself.
YAML_KEYS: dict[str, Both] = {
    "statements": Both("声明", "statements"), "then": Both("接着", "then"),
    "cases": Both("用例", "cases"), "name": Both("名称", "name"),
}
