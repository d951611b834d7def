"""What may be wrong with a table of cases: the file as a whole, its first row, a row, a cell."""

from __future__ import annotations

from attrs import frozen

from bangban.problems import Problem
from bangban.words import Both


@frozen(kw_only=True)
class NotCaseTable(Problem):
    """A table whose first row does not say which column names the cases."""

    code = "BB144"
    title = Both("不是用例表", "not a table of cases")
    text = Both("用例表的首行是列名,其中要有「名称」;{why}",
                "the first row of a table of cases names its columns, one of them “name”; {why}")
    advice = Both("首行写:名称、应为、因,以及各项事实,如 申请.自愿。",
                  "write in the first row: name, expect, because, and the facts, such as request.voluntary.")
    why: Both


@frozen(kw_only=True)
class WrongColumn(Problem):
    """A column that is neither a part of a case nor a fact."""

    code = "BB145"
    title = Both("列名不对", "wrong column")
    text = Both("{why}", "{why}")
    advice = Both("列名可以是 名称、基于、未知、应为、因、不因、引用、说明,或一项事实的路径,如 费用[1].金额。",
                  "a column is one of name, based_on, unset, expect, because, not_because, cites, note, or the path of "
                  "a fact, such as fees[1].amount.")
    why: Both


@frozen(kw_only=True)
class WrongCaseRow(Problem):
    """A row of a CSV file that cannot be told apart into the cells of its columns."""

    code = "BB146"
    title = Both("这一行分不成格", "a row that does not fit its columns")
    text = Both("{why}", "{why}")
    advice = Both("每列一格,空格也要写逗号;含有逗号、引号或换行的格用双引号括起,其中的双引号写两个。",
                  "write one cell for each column, commas for empty ones too; put cells that hold commas, quotes or "
                  "line ends in double quotes, and double the quotes inside.")
    why: Both


@frozen(kw_only=True)
class NoExcelReader(Problem):
    """A workbook, and the library that opens it is not installed."""

    code = "BB147"
    title = Both("没有安装读 Excel 的部件", "Excel support is not installed")
    text = Both("读「{written}」需要 openpyxl,这里没有安装。",
                "openpyxl is needed to read “{written}”, and is not installed.")
    advice = Both("运行 pip install 'bangban[excel]',或把它另存为 .cases.csv(UTF-8)。",
                  "run pip install 'bangban[excel]', or save the file as .cases.csv (UTF-8).")
    written: str


@frozen(kw_only=True)
class WrongFactCell(Problem):
    """A cell that the type of its column cannot read."""

    code = "BB148"
    title = Both("格里的值不对", "wrong cell")
    text = Both("「{column}」应为{wanted},这一格是「{found}」。",
                "“{column}” should be {wanted}; this cell is “{found}”.")
    advice = Both("{how}", "{how}")
    column: str
    wanted: Both
    found: str
    how: Both


@frozen(kw_only=True)
class RefusedTable(Problem):
    """A workbook or table that is not read, or not to its end."""

    code = "BB149"
    title = Both("用例表读不了", "a table of cases that cannot be read")
    text = Both("{why}", "{why}")
    advice = Both("用例表要小、只有值:一张表,没有公式,不引用别的文件。也可以另存为 .cases.csv(UTF-8)。",
                  "a table of cases is small and holds values only: one sheet, no formulas, no links to other files. "
                  "It may also be saved as .cases.csv (UTF-8).")
    why: Both
