"""What a record refuses, in the words of a plan's author: found, expected and hint, zh and en.

The validating library says ``Input should be a valid tuple``; a plan's author reads
which key holds what, what it should hold, and the nearest valid name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Union, get_args, get_origin

from targetwatch.fields import REFUSED, Pair, Record
from targetwatch.spelling import nearest
from targetwatch.yamlfile import Path

#: Keys that the format keeps for later.
RESERVED: Final = frozenset({"steps", "region_goals", "score"})
_QUOTED: Final = re.compile(r"'([^']*)'")
#: Signs that people write for a comparator.
_SIGNS: Final[Mapping[str, str]] = {
    "=>": ">=",
    "≥": ">=",
    "=<": "<=",
    "≤": "<=",
    "=": "==",
    "≈": "~=",
    "~": "~=",
    "＞": ">",
    "＜": "<",
}
_WANTED: Final[Mapping[str, Pair]] = {
    "string_type": ("a text", "文字"),
    "int_type": ("a whole number", "整数"),
    "int_parsing": ("a whole number", "整数"),
    "int_from_float": ("a whole number", "整数"),
    "bool_type": ("true or false", "true 或 false"),
    "bool_parsing": ("true or false", "true 或 false"),
    "tuple_type": ("a list", "列表"),
    "list_type": ("a list", "列表"),
    "dict_type": ("a mapping (key: value)", "映射（键: 值）"),
    "model_type": ("a mapping (key: value)", "映射（键: 值）"),
    "model_attributes_type": ("a mapping (key: value)", "映射（键: 值）"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused value: its path of keys, whether the key is at fault, and the words."""

    path: Path
    at_key: bool
    found: Pair
    expected: Pair
    hint: Pair = ("", "")


def describe(error: Mapping[str, Any], data: Any, record: Any) -> Refusal:
    """The refusal that an error of validation of ``data`` as ``record`` (a class or union) says."""
    kind: str = error["type"]
    context: Mapping[str, Any] = error.get("ctx", {})
    path = written_path(error["loc"], data)
    value = error["input"]
    if kind == REFUSED:
        return Refusal(
            path,
            False,
            (context["found"], context["found_zh"]),
            (context["expected"], context["expected_zh"]),
            (context["hint"], context["hint_zh"]),
        )
    if kind == "missing":
        return _missing((*path, error["loc"][-1]))
    if kind == "extra_forbidden":
        return _unknown_key(path, _keys_at(record, error["loc"][:-1]))
    if kind == "literal_error":
        valid = _QUOTED.findall(context["expected"]) or [str(context["expected"])]
        return _literal(path, value, valid, at_key=error["loc"][-1] == "[key]")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _tag(path, value, context)
    if kind in ("greater_than_equal", "less_than_equal"):
        sign, bound = ("≥", context.get("ge")) if "ge" in context else ("≤", context.get("le"))
        return Refusal(path, False, shown(value), (f"a number {sign} {bound}", f"{sign} {bound} 的数"))
    wanted = _WANTED.get(kind, (str(error["msg"]), str(error["msg"])))
    return Refusal(
        path, False, shown(value), wanted, colon_hint(value) if "mapping" in wanted[0] else ("", "")
    )


def written_path(loc: Sequence[str | int], data: Any) -> Path:
    """The part of ``loc`` that is in ``data``: tags of unions and marks of keys are skipped.

    >>> written_path(("target", "goal", "fixed", "unit"), {"goal": {"unit": "%"}})
    ('goal', 'unit')
    """
    path: Path = ()
    for part in loc:
        there = (
            data
            if isinstance(data, dict)
            else dict(enumerate(data))
            if isinstance(data, list | tuple)
            else {}
        )
        if part in there:
            data, path = there[part], (*path, part)
    return path


def shown(value: Any) -> Pair:
    """A value as a problem names it: short text in quotation marks, else what kind of thing it is."""
    if value is None:
        return "nothing", "空"
    if isinstance(value, dict):
        return "a mapping", "映射"
    if isinstance(value, list | tuple):
        return "a list", "列表"
    text = str(value)
    short = repr(text if len(text) <= 60 else text[:59] + "…")
    return short, short


def colon_hint(value: Any) -> Pair:
    """The hint for text where a mapping is due: its colon is full width, or has no space after it."""
    if not isinstance(value, str) or not re.match(r"[\w-]+[：:]", value):
        return "", ""
    return "write an ASCII colon and a space: 'key: value'", "用半角冒号加空格：“键: 值”"


def known_keys(record: type[Record]) -> tuple[str, ...]:
    """The keys of a record as files write them.

    >>> from targetwatch.model import Owner
    >>> known_keys(Owner)
    ('leaders', 'units', 'open_ended', 'from')
    """
    return tuple(field.alias or name for name, field in record.model_fields.items())


def unknown_key(path: Path, keys: Iterable[str]) -> Refusal:
    """The refusal of the key at the end of ``path``, where ``keys`` are known."""
    return _unknown_key(path, tuple(keys))


def _unknown_key(path: Path, keys: tuple[str, ...]) -> Refusal:
    key = str(path[-1]) if path else ""
    found = (f"the key {key!r}", f"键 {key!r}")
    if key in RESERVED:
        return Refusal(
            path,
            True,
            found,
            ("no such key: it is reserved and not yet supported", "不写此键：保留键，尚不支持"),
        )
    return Refusal(path, True, found, ("a known key", "已知的键"), nearest_hint(key, keys))


def nearest_hint(found: str, valid: Iterable[str]) -> Pair:
    """The hint that names the nearest valid names, or all where they are few and none is near."""
    names = tuple(dict.fromkeys(valid))
    like = nearest(found, names)
    if like:
        return f"nearest: {', '.join(like)}", f"相近的有：{'、'.join(like)}"
    if 0 < len(names) <= 40:
        return f"known: {', '.join(names)}", f"可用：{'、'.join(names)}"
    return "", ""


def _missing(path: Path) -> Refusal:
    key = str(path[-1])
    return Refusal(
        path, True, ("nothing", "空"), (f"the key {key!r}, which is required", f"必需的键 {key!r}")
    )


def _literal(path: Path, value: Any, valid: Sequence[str], at_key: bool = False) -> Refusal:
    usual = _SIGNS.get(str(value))
    like = (usual,) if usual in valid else nearest(str(value), valid, 1)
    hint = (f"nearest: {like[0]}", f"相近的有：{like[0]}") if like and isinstance(value, str) else ("", "")
    return Refusal(path, at_key, shown(value), _one_of(valid), hint)


def _one_of(names: Sequence[str]) -> Pair:
    return ("one of " if len(names) > 1 else "") + ", ".join(names), "、".join(names) + (
        " 之一" if len(names) > 1 else ""
    )


def _tag(path: Path, value: Any, context: Mapping[str, Any]) -> Refusal:
    """A union whose deciding key (``type``, ``kind``) is missing or wrong."""
    key = str(context["discriminator"]).strip("'")
    if not isinstance(value, dict):
        return Refusal(path, False, shown(value), _WANTED["dict_type"], colon_hint(value))
    if value.get(key) is None:
        return _missing((*path, key))
    return _literal((*path, key), value[key], _QUOTED.findall(context.get("expected_tags", "")))


def _keys_at(annotation: Any, loc: Sequence[str | int]) -> tuple[str, ...]:
    """The known keys of the record that ``loc`` leads to within ``annotation``; empty for anything else."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif isinstance(annotation, type) and issubclass(annotation, Record):
            if not loc:
                return known_keys(annotation)
            fields = {field.alias or name: field for name, field in annotation.model_fields.items()}
            field = fields.get(str(loc[0]))
            if field is None:
                return ()
            annotation, loc = field.annotation, loc[1:]
        elif origin in (tuple, list) and loc:
            annotation, loc = get_args(annotation)[0], loc[1:]
        elif origin is dict and loc:
            annotation, loc = get_args(annotation)[1], loc[1:]
        elif origin is Union or str(origin) == "<class 'types.UnionType'>":
            members = [member for member in get_args(annotation) if member is not type(None)]
            if len(members) == 1:
                annotation = members[0]
                continue
            if not loc:
                return ()
            tagged = [member for member in members if _tag_of(member) == loc[0]]
            if not tagged:
                return ()
            annotation, loc = tagged[0], loc[1:]
        else:
            return ()


def _tag_of(member: Any) -> str | None:
    """The value of ``type`` or ``kind`` by which a union tells this member."""
    fields = getattr(member, "model_fields", {})
    for key in ("type", "kind"):
        if key in fields:
            return str(fields[key].default)
    return None
