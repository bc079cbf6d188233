"""A search field for one project."""

from core.widgets import Picker


class ProjectPicker(Picker):
    hint = "项目名称或编号"

    def __init__(self) -> None:
        super().__init__("projects:project_search")
