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

__all__ = [
    "GoalReading",
    "Misread",
    "Quantity",
    "QuantityError",
    "Reading",
    "goal_as_json",
    "read_goal",
    "read_goals",
    "read_quantity",
    "reading_as_json",
]
