"""The only door to Open edX. Every import of the platform is made inside the function that needs it.

Where there is no platform, ``CADRETRAIN_HOST`` names a module with the same functions, and that is asked instead.
"""

from cadretrain_reports.compat.accounts import (
    UserRefused,
    locked_users,
    names_of,
    open_user,
    send_password_mail,
    unguessable_password,
    unlock,
)
from cadretrain_reports.compat.discussions import discussion_url
from cadretrain_reports.compat.enrolments import EnrolmentRefused, enrol, enrolled_runs, study_url, unenrol
from cadretrain_reports.compat.mails import Contact, contacts_of, send_mail
from cadretrain_reports.compat.markings import markings_below, markings_in_run, written
from cadretrain_reports.compat.past import PAST_TABLES, PastRow, PastTable, past_rows
from cadretrain_reports.compat.results import Completion, Grade, Part, completion, grade, tracks_completion
from cadretrain_reports.compat.studio import (
    ContentMissingError,
    contents_of,
    fields_of,
    mark_in,
    mark_units,
    may_author,
    outline_of,
)

__all__ = [
    "PAST_TABLES",
    "Completion",
    "Contact",
    "ContentMissingError",
    "EnrolmentRefused",
    "Grade",
    "Part",
    "PastRow",
    "PastTable",
    "UserRefused",
    "completion",
    "contacts_of",
    "contents_of",
    "discussion_url",
    "enrol",
    "enrolled_runs",
    "fields_of",
    "grade",
    "locked_users",
    "mark_in",
    "mark_units",
    "markings_below",
    "markings_in_run",
    "may_author",
    "names_of",
    "open_user",
    "outline_of",
    "past_rows",
    "send_mail",
    "send_password_mail",
    "study_url",
    "tracks_completion",
    "unenrol",
    "unguessable_password",
    "unlock",
    "written",
]
