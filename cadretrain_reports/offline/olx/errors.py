"""Why a course archive cannot be read or written: stable codes, and texts translated where they are shown."""

from __future__ import annotations

from typing import Final

from cadretrain_reports.offline.messages import gettext_noop as _
from cadretrain_reports.offline.sheets.errors import Fault, SheetError


class OlxError(SheetError):
    """A course archive that cannot be worked with; ``text()`` says what, where and how to mend it."""


NOT_AN_ARCHIVE: Final = Fault(
    "not_an_archive", _("The file is no .tar.gz archive, or is damaged: export the course from Studio once more.")
)
TOO_LARGE: Final = Fault("archive_too_large", _("The archive unpacks to more than %(limit)d MiB and was not read."))
TOO_MANY_FILES: Final = Fault("too_many_files", _("The archive holds more than %(limit)d files and was not read."))
FILE_TOO_LARGE: Final = Fault("course_file_too_large", _("%(file)s is larger than %(limit)d MiB and was not read."))
UNSAFE_PATH: Final = Fault(
    "unsafe_path", _("The archive holds %(file)s, which leads out of it or names no ordinary file. No export has that.")
)
TWICE: Final = Fault("file_twice", _("The archive holds %(file)s twice, so nobody can tell which one counts."))
NO_COURSE: Final = Fault("no_course", _("The archive holds no course: there is no course.xml in its first directory."))
BROKEN_XML: Final = Fault(
    "broken_xml", _("%(file)s cannot be read near line %(line)d: mend it in Studio and export the course once more.")
)
BROKEN_POLICY: Final = Fault(
    "broken_policy", _("%(file)s is not as Studio writes it, so the block cannot be switched on there.")
)
NEW_FILE_EXISTS: Final = Fault(
    "file_exists", _("%(file)s exists already. Name another file, or add --force to replace it.")
)
