"""What records are made of: their base, words in two languages, and the kinds of field.

Each reads what people write in a plan file (``80%``, ``2020年``, ``市财政局、市建设局等``)
and refuses the rest by `refuse`, with words in both languages.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Final, NoReturn, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from targetwatch.periods import PeriodError, parse_date, parse_period

#: Words in English and in Chinese.
Pair = tuple[str, str]
#: The type of the errors that `refuse` raises.
REFUSED: Final = "refused"

_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_FRACTION: Final = re.compile(r"([+-]?\d+)\s*/\s*(\d+)")
#: Any Chinese character.
HAN: Final = re.compile("[\u4e00-\u9fff]")
_SEPARATORS: Final = "、，,；;"
_OPEN: Final = "（(《“「["
_CLOSE: Final = "）)》”」]"


def refuse(found: Pair, expected: Pair, hint: Pair = ("", "")) -> NoReturn:
    """Raises the error by which a field or record refuses a value, with words in both languages."""
    raise PydanticCustomError(
        REFUSED,
        "found {found}, expected {expected}",
        {
            "found": found[0],
            "expected": expected[0],
            "hint": hint[0],
            "found_zh": found[1],
            "expected_zh": expected[1],
            "hint_zh": hint[1],
        },
    )


def read_number(value: Any) -> Decimal | Fraction:
    """An exact number from text or a number: ``8.50``, ``-3``, ``1/3``, ``1e5``.

    Raises the error of `refuse` for anything else, a truth value and a number with
    separators or a unit included.

    >>> read_number("8.50"), read_number("2/3")
    (Decimal('8.50'), Fraction(2, 3))
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | Fraction):
        return _refuse_number(value)
    text = unicodedata.normalize("NFKC", str(value)).replace("\u2212", "-").strip()
    fraction = _FRACTION.fullmatch(text)
    if fraction and int(fraction[2]):
        return Fraction(int(fraction[1]), int(fraction[2]))
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    return _refuse_number(value)


def _refuse_number(value: Any) -> NoReturn:
    refuse(
        (repr(value), repr(value)),
        ("a number such as 8, 8.5 or 1/3", "数字，如 8、8.5 或 1/3"),
        ("no unit, no thousands separator", "不带单位，不用千分位分隔符"),
    )


def number_text(value: Decimal | Fraction) -> str:
    """The shortest exact text of a number, without exponent: equal numbers have equal texts.

    >>> number_text(Decimal("8.50")), number_text(Fraction(5, 10)), number_text(Fraction(1, 3))
    ('8.5', '0.5', '1/3')
    """
    fraction = Fraction(value)
    twos, rest = _power(2, fraction.denominator)
    fives, rest = _power(5, rest)
    if rest != 1:
        return f"{fraction.numerator}/{fraction.denominator}"
    places = max(twos, fives)
    digits = str(abs(fraction.numerator) * 10**places // fraction.denominator).rjust(places + 1, "0")
    sign = "-" if fraction < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _power(prime: int, number: int) -> tuple[int, int]:
    """How often ``prime`` divides ``number``, and what is left."""
    count = 0
    while number % prime == 0:
        number //= prime
        count += 1
    return count, number


def read_ratio(value: Any) -> Decimal:
    """An exact ratio from ``80%`` or ``0.8``; between 0 and 1.

    >>> read_ratio("80%")
    Decimal('0.8')
    """
    text = unicodedata.normalize("NFKC", str(value)).replace(" ", "")
    if text.endswith("%") and _NUMBER.fullmatch(text[:-1]):
        ratio = Decimal(text[:-1]) / 100
    elif _NUMBER.fullmatch(text):
        ratio = Decimal(text)
    else:
        ratio = Decimal(-1)
    if not 0 <= ratio <= 1:
        refuse((repr(value), repr(value)), ("a share such as 80%", "比例，如 80%"), _percent_hint(text))
    return ratio


def _percent_hint(text: str) -> Pair:
    return (f"write {text}%", f"写作 {text}%") if _NUMBER.fullmatch(text) else ("", "")


def _period(value: Any) -> str:
    try:
        return str(parse_period(str(value)))
    except PeriodError:
        refuse(
            (repr(value), repr(value)),
            (
                "a period such as 2020, 2020-11, 2020Q3 or 2016/2020",
                "时期，如 2020、2020-11、2020Q3、2016/2020",
            ),
        )


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return parse_date(str(value))
    except PeriodError:
        refuse((repr(value), repr(value)), ("a day such as 2020-06-30", "日期，如 2020-06-30"))


def split_names(text: str) -> tuple[tuple[str, ...], bool]:
    """The names in a list written as text, and whether it ends in 等.

    Names are split at 、 ， , and ； outside brackets and quotation marks.

    >>> split_names("市建设局、台州湾集聚区（高新区、绿心）管委会等")
    (('市建设局', '台州湾集聚区（高新区、绿心）管委会'), True)
    """
    depth = 0
    names = [""]
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSE)
        if character in _SEPARATORS and depth <= 0:
            names.append("")
        else:
            names[-1] += character
    stripped = [name.strip() for name in names if name.strip()]
    open_ended = bool(stripped) and len(stripped[-1]) > 1 and stripped[-1].endswith("等")
    if open_ended:
        stripped[-1] = stripped[-1].removesuffix("等").strip()
    return tuple(stripped), open_ended


def _names(value: Any) -> Any:
    return split_names(value)[0] if isinstance(value, str) else value


_NUMBER_SCHEMA: Final = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?\d+(\.\d+)?(\s*/\s*\d+)?$"}]
}
_TEXTS_SCHEMA: Final = {
    "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "number"]}}]
}

Number = Annotated[
    Decimal | Fraction,
    BeforeValidator(read_number),
    PlainSerializer(number_text, return_type=str),
    WithJsonSchema(_NUMBER_SCHEMA),
]
Ratio = Annotated[
    Decimal,
    BeforeValidator(read_ratio),
    PlainSerializer(number_text, return_type=str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": r"^\d+(\.\d+)?\s*[%％]$"},
            ]
        }
    ),
]
PeriodText = Annotated[
    str,
    BeforeValidator(_period),
    WithJsonSchema({"type": ["string", "integer"], "examples": [2020, "2020-11", "2016/2020"]}),
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "examples": ["2020-04-30"]})]


def _identifier(value: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9-]*", value):
        refuse(
            (repr(value), repr(value)),
            (
                "an id of small letters, digits and hyphens that begins with a letter",
                "以小写字母开头、由小写字母、数字和连字符组成的标识",
            ),
        )
    return value


Identifier = Annotated[
    str, AfterValidator(_identifier), WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9-]*$"})
]


def _filled(value: str) -> str:
    if not value:
        refuse(("an empty text", "空文字"), ("a text", "文字"))
    return value


#: Text that may not be empty.
Name = Annotated[str, AfterValidator(_filled)]
#: Names as a list, or as one text that is split at 、 and ，.
Names = Annotated[tuple[Name, ...], BeforeValidator(_names), WithJsonSchema(_TEXTS_SCHEMA)]


class Record(BaseModel):
    """Base of all records: frozen, no unknown keys; a key without a value is as if left out."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        populate_by_name=True,
        str_strip_whitespace=True,
        coerce_numbers_to_str=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, data: Any) -> Any:
        if isinstance(data, dict) and None in data.values():
            return {key: value for key, value in data.items() if value is not None}
        return data


class Text(Record):
    """Words in Chinese, English or both; a plain string in a file fills the language it is in."""

    zh: str | None = None
    en: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        if isinstance(data, str | int | float):
            return {"zh" if HAN.search(str(data)) else "en": str(data)}
        return data

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not (self.zh or self.en):
            refuse(("no words", "没有文字"), ("words in zh, en or both", "zh 或 en 的文字"))
        return self

    def text(self, lang: str = "zh") -> str:
        """The words in ``lang``, or in the other language where it has none."""
        first, second = (self.zh, self.en) if lang == "zh" else (self.en, self.zh)
        return first or second or ""
