"""Monitoring of quantitative commitments: plan files, actuals, verdicts with reasons, reports.

>>> import targetwatch as tw
>>> tw.UnknownIdError("gpd", ["gdp"]).nearest
('gdp',)

Names are loaded on first use: ``import targetwatch`` alone is cheap.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from targetwatch import errors
    from targetwatch.errors import (
        ActualsError,
        AsOfError,
        PlanError,
        Problem,
        TargetwatchError,
        UnknownIdError,
    )
    from targetwatch.explain import Explanation
    from targetwatch.faces import Actuals, Evaluation, Plan, evaluate, load_plan, read_actuals

    __version__: str

_HOMES = {
    **dict.fromkeys(("Actuals", "Evaluation", "Plan", "evaluate", "load_plan", "read_actuals"), "faces"),
    **dict.fromkeys(
        ("ActualsError", "AsOfError", "PlanError", "Problem", "TargetwatchError", "UnknownIdError"), "errors"
    ),
    "Explanation": "explain",
}

__all__ = [
    "Actuals",
    "ActualsError",
    "AsOfError",
    "Evaluation",
    "Explanation",
    "Plan",
    "PlanError",
    "Problem",
    "TargetwatchError",
    "UnknownIdError",
    "__version__",
    "errors",
    "evaluate",
    "load_plan",
    "read_actuals",
]


def __getattr__(name: str) -> Any:
    """The public name ``name``, loaded on first use."""
    if name == "__version__":
        value: Any = import_module("importlib.metadata").version("targetwatch")
    elif name == "errors":
        value = import_module("targetwatch.errors")
    elif name in _HOMES:
        value = getattr(import_module(f"targetwatch.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module 'targetwatch' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """All public names, loaded or not."""
    return sorted({*globals(), *__all__})


class _Package(ModuleType):
    """This package: ``evaluate`` stays the function, also once the module of that name is loaded."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
