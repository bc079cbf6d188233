"""The lists of this room, as core/lists shows, totals and exports them."""

from accounts.permissions import Permission
from communities.columns import COMPOUND_COLUMNS
from communities.filters import CompoundFilter
from communities.selectors.compounds import listed
from core.lists import ListSpec, register

COMPOUNDS = register(
    ListSpec(
        key="compounds",
        title="小区",
        columns=COMPOUND_COLUMNS,
        filters=CompoundFilter,
        rows=listed,
        order="street",
        permission=Permission.VIEW_COMPOUNDS,
        empty="这里还没有小区。由街道经办或领导小组办公室导入已有的台账，或新增小区。",
    )
)
