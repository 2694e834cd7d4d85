"""The reader and writer of quantities and goals, Chinese and English."""

from targetwatch.quantity.reader import read_goal, read_goals, read_quantity
from targetwatch.quantity.readings import (
    GoalReading,
    Misread,
    Quantity,
    QuantityError,
    Reading,
    goal_as_json,
    reading_as_json,
)
from targetwatch.quantity.writer import format_quantity, write_goal, write_quantity

__all__ = [
    "GoalReading",
    "Misread",
    "Quantity",
    "QuantityError",
    "Reading",
    "format_quantity",
    "goal_as_json",
    "read_goal",
    "read_goals",
    "read_quantity",
    "reading_as_json",
    "write_goal",
    "write_quantity",
]
