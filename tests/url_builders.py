"""Each program compiles some four hundred small functions that build its URLs: two thirds of what assembling one takes.

Tests assemble a thousand programs with the same rules; what was compiled for one serves the next.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from werkzeug.routing import Rule


def remember() -> None:
    """The compiled function depends on the rule's text and defaults alone; the rule itself is handed to it."""
    compile_builder = Rule._compile_builder
    if hasattr(compile_builder, "__wrapped__"):
        return
    compiled: dict[str, Callable[..., Any]] = {}

    @wraps(compile_builder)
    def remembered(self: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        key = repr((self._trace, self.defaults, append_unknown))
        if key not in compiled:
            compiled[key] = compile_builder(self, append_unknown)
        return compiled[key]

    Rule._compile_builder = remembered
