"""One act as the person sees it: its entries, what reversed it, what it reverses, the papers behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from funding.models import FundAct, FundEntry, FundPaper

JOINED = (
    "allotment__division",
    "allotment__project",
    "document__division",
    "giver__division",
    "division",
    "project",
    "part__contract",
    "request",
    "instalment__subsidy__site__compound",
    "reverses__act",
)


@dataclass(frozen=True)
class ActShown:
    """An act with those of its entries that lie in the person's territory."""

    act: FundAct
    entries: Sequence[FundEntry]
    hidden: int  # further entries outside
    reversed_by: FundAct | None
    reverses: FundAct | None
    papers: Sequence[FundPaper]

    @property
    def total(self):
        return sum(entry.amount for entry in self.entries)


def act_shown(user: User, pk: int) -> ActShown | None:
    """None where no entry of it is hers to see."""
    entries = list(FundEntry.objects.for_user(user).filter(act=pk).select_related(*JOINED).order_by("pk"))
    if not entries:
        return None
    act = FundAct.objects.select_related("by__organisation", "receipt", "simulation").get(pk=pk)
    again = FundEntry.objects.filter(reverses__act=pk).select_related("act").first()
    papers = FundPaper.objects.for_user(user).shown().filter(document__in={entry.document_id for entry in entries})
    return ActShown(
        act=act,
        entries=entries,
        hidden=FundEntry.objects.filter(act=pk).count() - len(entries),
        reversed_by=again.act if again else None,
        reverses=next((entry.reverses.act for entry in entries if entry.reverses_id), None),
        papers=list(papers.select_related("document", "uploaded_by")),
    )
