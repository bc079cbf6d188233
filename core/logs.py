"""What the log keeps of a request."""

from logging import LogRecord


def refusal_in_one_line(record: LogRecord) -> bool:
    """A 403 is an answer and no defect: its line stays, without the traceback. For a logging filter."""
    if getattr(record, "status_code", None) == 403:
        record.exc_info = record.exc_text = None
    return True
