from collections.abc import Iterable

from core.widgets import Picker
from divisions.models import Division, Level


class DivisionPicker(Picker):
    """Finds a division by name, pinyin or code; proposes only `levels`, where given."""

    def __init__(self, levels: Iterable[Level] = ()) -> None:
        super().__init__("divisions:division_search", {"level": [str(level.value) for level in levels]})

    def name_of(self, key: str) -> str:
        return Division.objects.filter(pk=key).values_list("name", flat=True).first() or ""
