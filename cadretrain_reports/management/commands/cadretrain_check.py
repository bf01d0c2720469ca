"""``manage.py cadretrain_check``: report an unprotected archive, a missing key, blocks that contradict a course."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cadretrain_reports import conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.certificates import api as certificates
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning

_SETTINGS: Final = (
    conf.site_signer,
    conf.study_policy,
    conf.credit_hour_bands,
    conf.period_rule,
    conf.identity_settings,
    conf.fewest_answers,
    conf.largest_file,
    conf.file_types,
    conf.reported_course_acts,
    conf.beat_buffer,
    conf.certificate_pattern,
    conf.certificate_template,
    conf.certificate_checks,
    conf.public_address,
    certificates.check_fonts,
)
"""Reading each of these tells whether what is set can be used."""


class Command(BaseCommand):
    """Report what an operator or author has to mend; exit with 1 while there is anything."""

    help = "Report what an operator or an author has to mend."

    def handle(self, **_options: Any) -> None:
        """Print each finding."""
        findings = list(_findings())
        for finding in findings:
            self.stdout.write(finding)
        if findings:
            count = len(findings)
            raise CommandError(ngettext("%(count)d finding.", "%(count)d findings.", count) % {"count": count})
        self.stdout.write(_("Nothing to mend."))


def _findings() -> Iterator[str]:
    yield from _database_findings()
    for read in _SETTINGS:
        try:
            read()
        except ImproperlyConfigured as error:
            yield str(error)
    if failure := _buffer_failure():
        yield _("The Redis of CADRETRAIN_BEAT_BUFFER does not answer (%(failure)s).") % {"failure": failure}
    waiting = archives.waiting()
    if waiting:
        text = _("Archive entries that wait for their place in the log: %(count)d. Run cadretrain_sequence.")
        yield text % {"count": waiting}
    for placement in courses.conflicts():
        yield _conflict(placement)


def _buffer_failure() -> str | None:
    try:
        return learning.buffer_failure()
    except ImproperlyConfigured:
        return None  # said already


def _conflict(placement: courses.Placement) -> str:
    values = {"usage_key": placement.usage_key, "fields": placement.conflict}
    if placement.course is None:
        text = _("No course can be made of the block %(usage_key)s. To mend and publish again: %(fields)s.")
        return text % values
    text = _("The block %(usage_key)s contradicts its course %(course)s in: %(fields)s.")
    return text % {**values, "course": placement.course.code}


def _database_findings() -> Iterator[str]:
    missing = archives.unprotected(DEFAULT_DB_ALIAS)
    is_mysql = connection.vendor == "mysql"
    if missing and is_mysql:
        text = _("The database does not protect the archive. Have an administrator run:")
        yield f"{text}\n{archives.script(missing)}"
    elif missing:
        yield _("The database does not protect the archive: run migrate, which puts the protection in place again.")
    if is_mysql and not _reads_committed():
        yield _('The database\'s isolation level is not "read committed": set it in the OPTIONS of DATABASES.')


def _reads_committed() -> bool:
    """Tell whether whoever waited for a lock sees what was stored meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')")
        return "READ-COMMITTED" in {level for _name, level in cursor.fetchall()}
