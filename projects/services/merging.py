"""What becomes of a programme when two of its streets become one (区划调整)."""

from divisions.services.pointers import absorbs
from projects.models import Target
from projects.tie_out import MEASURES


@absorbs(Target)
def add_up_targets(old: str, new: str) -> None:
    """The one street owes what the two owed; the history of both targets keeps the figures of the document."""
    kept = {target.programme_id: target for target in Target.objects.filter(division=new)}
    for gone in Target.objects.filter(division=old, programme__in=kept):
        target = kept[gone.programme_id]
        for measure in MEASURES:
            figures = [getattr(part, measure.key) for part in (target, gone)]
            known = [figure for figure in figures if figure is not None]
            setattr(target, measure.key, sum(known) if known else None)
        target.save()
        gone.delete()
