"""The package's background work, gathered from the workflows so that Celery finds it.

Arguments are JSON; every task may run twice and changes nothing the second time.
"""

from cadretrain_reports.workflows.accounts import send_password_mail
from cadretrain_reports.workflows.assess import run_changed
from cadretrain_reports.workflows.class_enrolments import enrol_class, enrol_registered
from cadretrain_reports.workflows.flushing import flush_beats
from cadretrain_reports.workflows.graduate import graduate, propose_class_later
from cadretrain_reports.workflows.imports import run_import
from cadretrain_reports.workflows.publish import forget_deleted, register_course_run, register_published
from cadretrain_reports.workflows.question_reminding import remind_answerers
from cadretrain_reports.workflows.reminding import remind
from cadretrain_reports.workflows.study import grant_fulfilled

__all__ = [
    "enrol_class",
    "enrol_registered",
    "flush_beats",
    "forget_deleted",
    "graduate",
    "grant_fulfilled",
    "propose_class_later",
    "register_course_run",
    "register_published",
    "remind",
    "remind_answerers",
    "run_changed",
    "run_import",
    "send_password_mail",
]
