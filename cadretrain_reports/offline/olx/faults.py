"""What can be wrong with a row of a plan, each with how to mend it."""

from __future__ import annotations

from typing import Final

from cadretrain_reports.offline.messages import gettext_noop as _
from cadretrain_reports.offline.sheets.errors import Fault

MISSING: Final = Fault("missing", _("The cell is empty."))
TOO_LONG: Final = Fault("too_long", _("The text is longer than %(limit)d characters: shorten it."))
NOT_IN_XML: Final = Fault("not_in_xml", _("The cell holds characters that no course can hold: type it anew."))
YES_OR_NO: Final = Fault("yes_or_no", _("Write 是 or 否."))
NO_CHOICE: Final = Fault("no_choice", _("Write one of these: %(known)s."))
NO_CODE: Final = Fault(
    "bad_code", _("A code has 1 to 64 letters A–Z, digits, dots, underscores or hyphens, one letter or digit at least.")
)
CODE_TWICE: Final = Fault("code_twice", _("Unit %(unit)s has the same code: one code is one course."))
NO_DURATION: Final = Fault("no_duration", _("Write minutes above 0, such as 16, 15.5 or 15:01, at most 200 hours."))
NO_MARK: Final = Fault("no_pass_mark", _("Write a whole number from 0 to 100."))
TOO_MANY: Final = Fault("too_many", _("There are more than %(limit)d entries: leave some out."))
NO_UNIT: Final = Fault("no_unit", _("The course has no such unit: take the row out, or make a new plan."))
UNIT_TWICE: Final = Fault("unit_twice", _("Line %(line)d names the same unit: take one of them out."))
SEVERAL: Final = Fault("several_blocks", _("The unit holds several Credit course blocks: change them in Studio."))
OVERLAP: Final = Fault(
    "overlap", _("What this course covers is covered by that of unit %(unit)s as well: mark only one of them.")
)
