"""The casebook: Markdown pages that tell the language by cases, and the runner that holds them to it.

    ## 且先看假
    一边为假,整句为假,另一边不知道也一样。

    ```policy
    …
    ```

    ```facts
    {申请: {自愿: false}}
    ```

    ```decision
    拒绝
    违反: 须自愿
    ```
"""

from bangban.testing.casebook.page import Case, Page, read_page
from bangban.testing.casebook.run import CaseRun, run_case, run_page

__all__ = ["Case", "CaseRun", "Page", "read_page", "run_case", "run_page"]
