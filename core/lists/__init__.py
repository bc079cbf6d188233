"""Lists: a room declares a `ListSpec`; its page, totals, Excel and CSV follow from that alone.

COMPOUNDS = register(ListSpec(key="compounds", title="小区", columns=COMPOUND_COLUMNS, filters=CompoundFilter,
                              rows=selectors.listed, order="name", permission=Permission.VIEW_COMPOUNDS,
                              empty="还没有小区。请导入台账，或新增小区。"))

class CompoundList(ListPage):
    spec = COMPOUNDS
    template_name = "communities/compound_list.html"  # extends core/list.html, adds the buttons
"""

from core.lists.page import ListPage
from core.lists.selection import PAGE_SIZE, Selection, Totals
from core.lists.spec import LISTS, Asker, ListSpec, YesNoFilter, register

__all__ = ["LISTS", "PAGE_SIZE", "Asker", "ListPage", "ListSpec", "Selection", "Totals", "YesNoFilter", "register"]
