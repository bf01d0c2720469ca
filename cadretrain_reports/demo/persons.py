"""Invented persons, the same for the same number on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

_SURNAMES: Final = (*"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕", "欧阳")
_FIRST_OR_NONE: Final = ("", "", "", "", "", "", *"文志晓建海明国玉春秀嘉雨思子瑞雅景泽佳承静若安永")
_SECOND: Final = "华强敏杰丽军涛燕辉芳宁峰兰平琳宇轩洁鹏悦成慧川舟"
_OTHERS: Final = (
    "扎西·多吉", "卓玛·央金", "阿迪力·吐尔逊", "古丽娜·艾合买提", "巴特尔·苏和", "其木格·乌云",
    "阿合·日布", "吉克·阿依", "叶尔兰·哈力", "帕夏·肉孜",
)  # fmt: skip
_OTHERS_EVERY: Final = 20
"""One in so many bears a name of several parts, as in regions where several nationalities live."""

_POSTS: Final = (
    ("科员", "一级科员"),
    ("办公室科员", "二级科员"),
    ("业务科副科长", "三级主任科员"),
    ("业务科科长", "一级主任科员"),
    ("法规科科长", "二级主任科员"),
    ("办公室副主任", "四级主任科员"),
    ("办公室主任", "四级调研员"),
    ("副局长", "二级调研员"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a name, a position and a rank: three different things."""

    name: str
    position: str
    rank: str


def person(number: int) -> Person:
    """Return the ``number``-th person, counted from 1."""
    chance = Random(f"cadretrain person {number}")  # noqa: S311 - the same person every time is what is wanted
    position, rank = chance.choice(_POSTS)
    if number % _OTHERS_EVERY == 0:
        return Person(_OTHERS[number // _OTHERS_EVERY % len(_OTHERS)], position, rank)
    surname = chance.choice(_SURNAMES)
    return Person(surname + chance.choice(_FIRST_OR_NONE) + chance.choice(_SECOND), position, rank)
