"""What a person does with her digests."""

from datetime import datetime

from deadlines.models import Digest


def mark_read(*, digest: Digest, now: datetime) -> None:
    """She has opened it; the first time counts. No entry in the log: the row itself tells when."""
    Digest.objects.filter(pk=digest.pk, read_at=None).update(read_at=now)
