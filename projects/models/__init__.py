from projects.models.batches import Batch, BatchDate
from projects.models.catalogue import PlanTerm, WorkItem
from projects.models.entries import ProgrammeEntry
from projects.models.phases import Gate, Phase
from projects.models.programmes import Programme, Target
from projects.models.projects import Project, ProjectSite
from projects.models.responsibilities import Responsibility, ResponsibilityRule, Task
from projects.models.schemes import ProjectFile, Scheme, SchemeFund, SchemeItem, SchemeRule
from projects.models.spots import IllegalStructure, Spot, SpotPhoto
from projects.models.templates import PhaseTemplate, TemplateGate, TemplatePhase

__all__ = [
    "Batch",
    "BatchDate",
    "Gate",
    "IllegalStructure",
    "Phase",
    "PhaseTemplate",
    "PlanTerm",
    "Programme",
    "ProgrammeEntry",
    "Project",
    "ProjectFile",
    "ProjectSite",
    "Responsibility",
    "ResponsibilityRule",
    "Scheme",
    "SchemeFund",
    "SchemeItem",
    "SchemeRule",
    "Spot",
    "SpotPhoto",
    "Target",
    "Task",
    "TemplateGate",
    "TemplatePhase",
    "WorkItem",
]
