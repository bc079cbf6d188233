from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "年度计划与项目"

    def ready(self) -> None:
        from core.calendar import on_change
        from deadlines import kinds
        from projects import (  # noqa: F401 - registers the lists
            catalogue_list,
            illegal_list,
            lists,
            phase_lists,
            project_lists,
            scheme_lists,
        )
        from projects.imports import plan, scheme_items  # noqa: F401 - registers the layouts
        from projects.services import (  # noqa: F401 - what moves with a compound
            illegal,
            merging,
            moving,
            phases,
            scheme_reviews,
            spots,
            standing,
            tasks,
        )

        kinds.register(standing.PHASE, "阶段完成")
        kinds.register(standing.GATE, "关口办结")
        on_change(lambda years, today: phases.reckon_gates(today=today))
        kinds.register(illegal.KIND, "违建拆除")
        kinds.register(tasks.KIND, "责任事项")
        kinds.register(scheme_reviews.KIND, "方案审批")
