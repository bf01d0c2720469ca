"""What a course page carries: the blocks, and the contract that blocks and plugin share.

A block is imported when it is asked for, so that reading the contract does not load the XBlock library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .credit_course import CreditCourseXBlock
    from .theme_class import ThemeClassXBlock

__all__ = ["CreditCourseXBlock", "ThemeClassXBlock"]

_MODULES = {"CreditCourseXBlock": "credit_course", "ThemeClassXBlock": "theme_class"}


def __getattr__(name: str) -> object:
    """Load a block class on first use."""
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
