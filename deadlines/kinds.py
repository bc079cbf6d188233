"""The kinds of what is due, in words. A room registers its own in AppConfig.ready; this room knows none."""

KINDS: dict[str, str] = {}


def register(key: str, label: str) -> None:
    """Make a kind known. A key stands for one thing: taken twice with other words it is a defect."""
    if KINDS.setdefault(key, label) != label:
        raise ValueError(f"two kinds of deadline are called {key}: {KINDS[key]}, {label}")


def label(key: str) -> str:
    """The words of a kind; a kind whose room is gone keeps its key."""
    return KINDS.get(key, key)


def choices() -> list[tuple[str, str]]:
    """For a form or a filter, in the order in which they were registered."""
    return list(KINDS.items())
