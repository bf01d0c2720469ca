"""The package's public door: what another plugin, a script or a host on the same site may call.

Each act is a workflow: one transaction, archived where the standard wants it. Everything else in the package may
change without notice.
"""

from cadretrain_reports.applets.organizations.api import Capacity, Organization, add
from cadretrain_reports.applets.people.api import BasicInformation
from cadretrain_reports.workflows.accounts import open_account
from cadretrain_reports.workflows.courses import release_course
from cadretrain_reports.workflows.publish import register_course_run, register_published
from cadretrain_reports.workflows.submit import export_year

add_organization = add

__all__ = [
    "BasicInformation",
    "Capacity",
    "Organization",
    "add_organization",
    "export_year",
    "open_account",
    "register_course_run",
    "register_published",
    "release_course",
]
