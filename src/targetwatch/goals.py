"""The frozen records of goals: a number, a multiple, another target, another authority, words.

A goal is what the actual is compared with. ``text`` keeps how it was written: it is
shown, and it is no part of what the goal says, so that goals of one meaning are equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from targetwatch.bands import AmountText, parse_amount
from targetwatch.fields import Name, Number, Record, refuse

Comparator = Literal[">=", ">", "<=", "<", "==", "~=", "in"]
Better = Literal["higher", "lower", "closer"]
#: The side on which more is better, where the comparator decides it.
DIRECTIONS: Final[Mapping[str, Better]] = {">=": "higher", ">": "higher", "<=": "lower", "<": "lower"}


class _Goal(Record):
    """What goals share: ``text`` is how the goal was written and no part of what it says."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._meaning() == other._meaning()

    def __hash__(self) -> int:
        return hash(self._meaning())

    def _meaning(self) -> tuple[object, ...]:
        return tuple(value for name, value in self if name != "text")


class _Numeric(_Goal):
    """A goal with a value, and a second one where the comparator is ``in``."""

    comparator: Comparator = ">="
    value: Number
    value_high: Number | None = None

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.comparator == "in" and self.value_high is None:
            refuse(
                ("the comparator 'in' with one value", "比较符 in 只有一个值"),
                ("value and value_high", "value 和 value_high"),
            )
        if self.comparator != "in" and self.value_high is not None:
            refuse(
                (
                    f"value_high with the comparator {self.comparator!r}",
                    f"比较符 {self.comparator} 带有 value_high",
                ),
                ("value_high with the comparator 'in' only", "value_high 只用于比较符 in"),
            )
        if self.value_high is not None and self.value_high <= self.value:
            refuse(
                (
                    f"value_high {self.value_high} not above value {self.value}",
                    f"value_high {self.value_high} 不大于 value {self.value}",
                ),
                ("a range from low to high", "由低到高的区间"),
            )
        return self


class FixedGoal(_Numeric):
    """A goal that is a number: the actual is compared with ``value`` (and ``value_high`` for ``in``)."""

    kind: Literal["fixed"] = "fixed"
    comparator: Comparator
    unit: str | None = None
    text: str | None = None
    implied: bool = False


class MultipleGoal(_Numeric):
    """A goal that is a multiple of the baseline: 翻番 = 2, 翻两番 = 4."""

    kind: Literal["multiple"] = "multiple"
    text: str | None = None
    implied: bool = False


class RelativeGoal(_Goal):
    """A goal against another target: own value ≥ value of ``to`` (in ``region``) + ``offset``."""

    kind: Literal["relative"] = "relative"
    comparator: Comparator = ">="
    to: str
    region: str | None = None
    offset: AmountText | None = None
    mixed_basis: Literal["accepted"] | None = None
    text: str | None = None
    implied: bool = False

    @property
    def shift(self) -> tuple[Decimal, str]:
        """The offset as number and unit text (个百分点 for points); zero without a unit where none is stated.

        >>> RelativeGoal(to="gdp-growth", offset="-0.5 个百分点").shift
        (Decimal('-0.5'), '个百分点')
        """
        return (Decimal(0), "") if self.offset is None else parse_amount(self.offset)


class ExternalGoal(_Goal):
    """A goal that another authority sets (完成省定目标); not assessable until it is supplied."""

    kind: Literal["external"] = "external"
    comparator: Comparator = ">="
    unit: str | None = None
    issuer: Name
    text: str | None = None


class StatedGoal(Record):
    """A goal without a number (居前列), judged by a reported yes/no that names who judged."""

    kind: Literal["stated"] = "stated"
    text: Name
    reading: str | None = None


Goal = Annotated[
    FixedGoal | MultipleGoal | RelativeGoal | ExternalGoal | StatedGoal, Field(discriminator="kind")
]
