from core.columns import Column, Kind
from divisions.models import Division

DIVISIONS = (
    Column(key="name", title="名称", order_by="name", link=Division.get_absolute_url, width=20),
    Column(key="code", title="区划代码", order_by="code", width=16),
    Column(key="level", title="级别", value=Division.get_level_display, order_by="level"),
    Column(key="parent", title="上级", value=lambda row: row.parent and row.parent.name, width=16),
    Column(key="since", title="启用日期", kind=Kind.DATE, order_by="since"),
    Column(key="until", title="停用日期", kind=Kind.DATE, order_by="until"),
    Column(key="successor", title="现为", value=lambda row: row.successor and row.successor.name, width=16),
)
