"""The database itself refuses to change the archive (9.1.1).

Triggers are laid after every migration, not in one, because SQLite rebuilds a table to alter it and drops them.
Nothing is claimed against TRUNCATE or DROP on MySQL and MariaDB, nor against whoever may drop a trigger: against
them stands the signed log.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final

from django.db import DatabaseError, connections, transaction

from cadretrain_reports.applets.archives.models import SequencerLock
from cadretrain_reports.applets.archives.triggers import Trigger, laid, protected_models, triggers

log = logging.getLogger(__name__)

_MYSQL_NEEDS_PRIVILEGE: Final = 1419


def protect(using: str) -> list[Trigger]:
    """Lay every trigger; laying them again changes nothing. Returns those the database would not take.

    Those that stand are left alone: MySQL would leave a gap between the old and the new. With binary logging it
    refuses triggers to an ordinary user: that is reported, with the statements for an administrator, and the
    migration goes on.
    """
    connection = connections[using]
    refused = []
    for trigger in unprotected(using):
        try:
            with transaction.atomic(using=using), connection.cursor() as cursor:
                for statement in trigger.statements:
                    cursor.execute(statement)
        except DatabaseError as error:
            if error.args[:1] != (_MYSQL_NEEDS_PRIVILEGE,):
                raise
            refused.append(trigger)
    if refused:
        log.error("The archive is not protected by the database. Have an administrator run:\n%s", script(refused))
    return refused


def unprotected(using: str) -> list[Trigger]:
    """Return the triggers that ought to stand and do not."""
    connection = connections[using]
    standing = laid(connection)
    return [trigger for trigger in triggers(connection) if trigger.name not in standing]


def script(wanted: Sequence[Trigger]) -> str:
    """Return the statements of triggers as a script for the ``mysql`` client, the only one that may have to be used."""
    bodies = "\n".join(f"{statement}//" for trigger in wanted for statement in trigger.statements)
    return f"DELIMITER //\n{bodies}\nDELIMITER ;"


def protect_archive(*, using: str, **_signal: Any) -> None:
    """Receive ``post_migrate``: lay the triggers wherever the archive's tables are, and the sequencer's lock row.

    Several sequencers that made the row at the same time would shut each other out on MySQL and MariaDB.
    """
    present = connections[using].introspection.table_names()
    if all(model._meta.db_table in present for model in protected_models()):
        protect(using)
        SequencerLock.objects.using(using).get_or_create(pk=1)
