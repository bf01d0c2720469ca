"""How personal data is shown where nobody has approved the whole of it (6.1.3, 9.2.3).

Masks are one-way and depend on the value alone, so the same person looks the same everywhere.
"""

from __future__ import annotations

from typing import Final

STAR: Final = "*"
NAME_DOTS: Final = "·•・‧"
"""The middle dots that part the names of many ethnic groups, as keyboards give them."""

_SHORT_ACCOUNT: Final = 4
_CITIZEN_ID_LENGTH: Final = 18


def mask_name(name: str) -> str:
    """Return a name with all but its first character starred: ``张三丰`` gives ``张**``.

    A name with a middle dot keeps the first character of its first part and one star, so that its length
    does not give the person away: ``买买提·艾力`` gives ``买*``. A single character gives ``*``; an empty
    name stays empty.
    """
    plain = name.strip()
    if len(plain) <= 1:
        return STAR * len(plain)
    if any(dot in plain for dot in NAME_DOTS):
        return plain[0] + STAR
    return plain[0] + STAR * (len(plain) - 1)


def mask_account(account: str) -> str:
    """Return an account's first and last character with three stars between: ``zhangsan`` gives ``z***n``.

    The stars do not tell the length. Up to four characters give ``***``; an empty account stays empty.
    """
    plain = account.strip()
    if not plain:
        return ""
    if len(plain) <= _SHORT_ACCOUNT:
        return STAR * 3
    return f"{plain[0]}{STAR * 3}{plain[-1]}"


def mask_citizen_id(number: str) -> str:
    """Return an identity number's first three and last two characters: ``110*************2X`` (GB 11643-1999).

    The first three say no more than the province and part of the prefecture; six would name the county. The
    last two let the owner know the number again, though the last but one tells the sex. The birth date is
    hidden whole. What has not 18 characters gives ``***``; an empty number stays empty.
    """
    plain = number.strip()
    if not plain:
        return ""
    if len(plain) != _CITIZEN_ID_LENGTH:
        return STAR * 3
    return f"{plain[:3]}{STAR * (_CITIZEN_ID_LENGTH - 5)}{plain[-2:]}"
