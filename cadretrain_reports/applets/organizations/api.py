"""The door to organizations (clause 5)."""

from cadretrain_reports.applets.organizations.changing import change
from cadretrain_reports.applets.organizations.closing import close, reopen
from cadretrain_reports.applets.organizations.errors import OrganizationError
from cadretrain_reports.applets.organizations.history import Stood, name_at, path_of_names_at, spell_at, tree_at
from cadretrain_reports.applets.organizations.locking import held_tree, lay_tree_lock, lock
from cadretrain_reports.applets.organizations.merging import Merged, merge
from cadretrain_reports.applets.organizations.models import (
    Delegation,
    Organization,
    OrganizationSpell,
    Service,
    TreeLock,
)
from cadretrain_reports.applets.organizations.particulars import (
    NOTHING_SAID,
    Capacity,
    Particulars,
    capacities_of,
    particulars_of,
)
from cadretrain_reports.applets.organizations.relations import (
    about_delegation,
    about_service,
    delegate,
    end_service,
    serve,
    served_paths,
    withdraw,
)
from cadretrain_reports.applets.organizations.selectors import (
    about,
    department_above,
    find_institution,
    get,
    is_below,
    lineage,
    subtree,
    within,
)
from cadretrain_reports.applets.organizations.spells import parent_of
from cadretrain_reports.applets.organizations.texts import checked_reason
from cadretrain_reports.applets.organizations.tree import add, move, rename, require_open

__all__ = [
    "NOTHING_SAID",
    "Capacity",
    "Delegation",
    "Merged",
    "Organization",
    "OrganizationError",
    "OrganizationSpell",
    "Particulars",
    "Service",
    "Stood",
    "TreeLock",
    "about",
    "about_delegation",
    "about_service",
    "add",
    "capacities_of",
    "change",
    "checked_reason",
    "close",
    "delegate",
    "department_above",
    "end_service",
    "find_institution",
    "get",
    "held_tree",
    "is_below",
    "lay_tree_lock",
    "lineage",
    "lock",
    "merge",
    "move",
    "name_at",
    "parent_of",
    "particulars_of",
    "path_of_names_at",
    "rename",
    "reopen",
    "require_open",
    "serve",
    "served_paths",
    "spell_at",
    "subtree",
    "tree_at",
    "withdraw",
    "within",
]
