"""What users hold: a plan, actuals and an evaluation, thin classes around the plain data below.

They look things up, plot, explain, write reports and show themselves in notebooks and
terminals; every number in them was computed below.
"""

from __future__ import annotations

from targetwatch.faces.actuals import Actuals, read_actuals
from targetwatch.faces.evaluation import Evaluation, Plots, evaluate
from targetwatch.faces.outfile import FormatError, require_format, write_file
from targetwatch.faces.plan import Commitment, Plan, load_plan

__all__ = [
    "Actuals",
    "Commitment",
    "Evaluation",
    "FormatError",
    "Plan",
    "Plots",
    "evaluate",
    "load_plan",
    "read_actuals",
    "require_format",
    "write_file",
]
