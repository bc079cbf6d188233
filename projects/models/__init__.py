from projects.models.batches import Batch, BatchDate
from projects.models.entries import ProgrammeEntry
from projects.models.programmes import Programme, Target

__all__ = ["Batch", "BatchDate", "Programme", "ProgrammeEntry", "Target"]
