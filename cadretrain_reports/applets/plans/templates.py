"""Ready-made plans to begin with: the figures of the 2023 regulation and programme, to be edited before issue.

The sources are public: the regulation on the education and training of officials (干部教育培训工作条例, 2023) and the
national programme for 2023-2027 as an academy quotes it. They are data; a site's own department decides what it issues.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.plans.content import Content, LineContent, PlanRefused
from cadretrain_reports.applets.plans.models import Issuance, PlanLine

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One line of a template; ``note`` says what its source says."""

    form: PlanLine.Form
    total_hours: Decimal
    note: StrPromise
    over_years: int = 1
    highest_level: str = ""
    lowest_level: str = ""


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """A plan to begin with: its name, where its figures come from, and its lines."""

    title: StrPromise
    source: StrPromise
    lines: tuple[TemplateLine, ...]


_LEADING: Final = TemplateLine(
    PlanLine.Form.CONCENTRATED,
    Decimal(550),
    _("Leading officials from county level up, and ranks from 四级调研员 up: 3 months or 550 hours in five years."),
    over_years=5,
    highest_level="111",
    lowest_level="132",
)
_TOWNSHIP: Final = TemplateLine(
    PlanLine.Form.CONCENTRATED,
    Decimal(90),
    _("Officials of township level, and ranks from 一级主任科员 down: 12 days or 90 hours a year."),
    highest_level="141",
)
_SELF_STUDY: Final = TemplateLine(
    PlanLine.Form.ONLINE, Decimal(50), _("Officials of every category: 50 hours of online study a year.")
)

_REGULATION: Final = _("Regulation on the education and training of officials (2023), 12371.cn, 2023-10-17")
_PROGRAMME: Final = _("National programme 2023-2027 as quoted by an academy, ynsgbzx.cn")
_BOTH: Final = _("Regulation of 2023 (12371.cn) and national programme 2023-2027 (as quoted at ynsgbzx.cn)")

TEMPLATES: Final[Mapping[str, PlanTemplate]] = {
    "regulation-2023": PlanTemplate(
        _("Annual plan by the regulation of 2023 and the programme 2023-2027"),
        _BOTH,
        (_LEADING, _TOWNSHIP, _SELF_STUDY),
    ),
    "concentrated-2023": PlanTemplate(
        _("Concentrated training by the regulation of 2023"), _REGULATION, (_LEADING, _TOWNSHIP)
    ),
    "online-2023": PlanTemplate(_("Online study by the programme 2023-2027"), _PROGRAMME, (_SELF_STUDY,)),
}
"""Templates by their keys."""


def content_from(key: str, year: int) -> Content:
    """Return what a plan of a year says that begins with a template, in the reader's language.

    Raises ``Refused`` where there is no such template.
    """
    template = TEMPLATES.get(key)
    if template is None:
        raise PlanRefused("no_template", "template", _("There is no such template."))
    lines = tuple(
        LineContent(
            total_hours=line.total_hours,
            form=line.form,
            over_years=line.over_years,
            highest_level=line.highest_level,
            lowest_level=line.lowest_level,
            note=str(line.note),
        )
        for line in template.lines
    )
    text = gettext("Source: %(source)s") % {"source": template.source}
    return Content(Issuance.Kind.ANNUAL_PLAN, str(template.title), text=text, year=year, lines=lines)
