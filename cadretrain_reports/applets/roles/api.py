"""The door to duties of persons (6.2-6.4)."""

from cadretrain_reports.applets.roles.appraisals import appraise, circulate, feed_back, years_held
from cadretrain_reports.applets.roles.ending import any_standing, end_all
from cadretrain_reports.applets.roles.lifecycle import (
    appoint,
    approve,
    approve_ending,
    declare,
    declare_again,
    declare_ending,
    end,
    resume,
    return_,
    return_ending,
    suspend,
)
from cadretrain_reports.applets.roles.models import Appraisal, Role, RoleAssignment, RoleStep, State, Step
from cadretrain_reports.applets.roles.selectors import about, duty_of, history, in_force, liaison_officers_of, today
from cadretrain_reports.applets.roles.terms import Terms

__all__ = [
    "Appraisal",
    "Role",
    "RoleAssignment",
    "RoleStep",
    "State",
    "Step",
    "Terms",
    "about",
    "any_standing",
    "appoint",
    "appraise",
    "approve",
    "approve_ending",
    "circulate",
    "declare",
    "declare_again",
    "declare_ending",
    "duty_of",
    "end",
    "end_all",
    "feed_back",
    "history",
    "in_force",
    "liaison_officers_of",
    "resume",
    "return_",
    "return_ending",
    "suspend",
    "today",
    "years_held",
]
