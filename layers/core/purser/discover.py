"""Plugins found by being there: every public module of a package that defines a given name."""

import importlib
import pkgutil
from types import ModuleType
from typing import Any


def discover(package: ModuleType, attribute: str) -> dict[str, Any]:
    """Map module name to its `attribute`, for each module of `package` not starting with an underscore.

    A module without the attribute is an AttributeError: a file in a plugin folder is a plugin or is private.
    """
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))
    return {name: getattr(importlib.import_module(f"{package.__name__}.{name}"), attribute) for name in names}
