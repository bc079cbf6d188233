"""The lists of this room, one module each; all are made known when the room is ready."""

from importlib import import_module
from pkgutil import iter_modules


def register_all() -> None:
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
