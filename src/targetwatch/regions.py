"""Whether two words mean one region: full and short names (台州市, 台州), codes (331000, 3310).

A short form means a region only where no other known region has the same one, so 吉林
is neither 吉林省 nor 吉林市 where both are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from targetwatch.model import Region
from targetwatch.spelling import fold

#: Lengths of codes: province, city, county, township, village.
#: Source: GB/T 2260 and GB/T 10114.
_LEVELS: Final = (2, 4, 6, 9, 12)
_CODE: Final = re.compile(r"[1-8]\d+", re.ASCII)
_PEOPLES: Final = (
    "壮族|回族|维吾尔族?|藏族|羌族|彝族|苗族|侗族|土家族|布依族|朝鲜族|蒙古族?|哈萨克族?|柯尔克孜族?|傣族|景颇族|"
    "白族|哈尼族|傈僳族|黎族|瑶族|畲族|满族|达斡尔族|锡伯族?|仡佬族|水族|土族|撒拉族|裕固族|纳西族|拉祜族|佤族|"
    "怒族|独龙族|普米族|布朗族|仫佬族|毛南族|保安族|东乡族|各族"
)
_SUFFIX: Final = re.compile(
    rf"(?P<short>.{{2,}}?)(?:(?:{_PEOPLES})*自治[区州县旗]|特别行政区|地区|新区|林区|特区|省|市|县|区|盟|州|旗)"
)
_ABOVE: Final = re.compile(r".{2,}(?:省|市|州|地区|盟|自治区)")


def region_code(text: str) -> str | None:
    """The administrative code in ``text`` without the zeros that fill it up; ``None`` where it is none.

    >>> region_code("331000"), region_code("3310"), region_code("330000"), region_code("台州")
    ('3310', '3310', '33', None)
    """
    plain = fold(text)
    if not _CODE.fullmatch(plain) or len(plain) not in _LEVELS:
        return None
    return next(plain[:level] for level in _LEVELS if not plain[level:].strip("0"))


def short_name(text: str) -> str:
    """The usual short form of a region's name; the name itself where it has none.

    >>> short_name("甲乙市"), short_name("广西壮族自治区"), short_name("乙县")
    ('甲乙', '广西', '乙县')
    """
    match = _SUFFIX.fullmatch(fold(text))
    return match["short"] if match else fold(text)


def same_region(one: str, other: str) -> bool:
    """Whether two words mean one region by themselves: equal, one the other's short form, or one code.

    >>> same_region("台州", "台州市"), same_region("3310", "331000"), same_region("吉林省", "吉林市")
    (True, True, False)
    >>> same_region("浙江省台州市", "台州市")
    True
    """
    a, b = fold(one), fold(other)
    if a == b:
        return True
    code = region_code(a)
    if code is not None and code == region_code(b):
        return True
    return a == short_name(b) or b == short_name(a) or _within(a, b) or _within(b, a)


def _within(long: str, short: str) -> bool:
    """Whether ``long`` is ``short`` with the name of the region above before it."""
    above = long.removesuffix(short)
    return bool(_SUFFIX.fullmatch(short)) and above != long and bool(_ABOVE.fullmatch(above))


def find_region(text: str, regions: Iterable[Region]) -> str | None:
    """The name of the one region that ``text`` means by name, alias or code; ``None`` for none or several.

    >>> known = (Region(name="台州市", code="331000"), Region(name="仙居县", code="331024"))
    >>> find_region("3310", known), find_region("仙居", known), find_region("温州", known)
    ('台州市', '仙居县', None)
    """
    words = {each.name: tuple(filter(None, (each.name, each.code, *each.aliases))) for each in regions}
    exact = [name for name, own in words.items() if fold(text) in map(fold, own)]
    found = exact or [name for name, own in words.items() if any(same_region(text, word) for word in own)]
    return found[0] if len(found) == 1 else None
