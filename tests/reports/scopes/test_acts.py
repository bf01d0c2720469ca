"""Who may do what: the table of acts, written out once more by hand (5, 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import pytest
from django.contrib.auth.models import AnonymousUser

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization, Particulars
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, State
from cadretrain_reports.applets.theme_classes.api import ClassBody, ClassDuty, ThemeClass
from cadretrain_reports.scopes.api import ACTS, in_scope, may
from tests import factories
from tests.factories_classes import duty, officer, theme_class
from tests.reports.scopes import belongings, worlds
from tests.reports.scopes.conftest import DEPARTMENT, INSTITUTION, UNIT, Land

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

AFFAIRS, HEAD, INSPECTOR = Role.ACADEMIC_AFFAIRS_OFFICER, Role.HEAD_TEACHER, Role.ARCHIVE_INSPECTOR
LIAISON, OFFICER, SUPPORT = Role.LIAISON_OFFICER, Role.DEPARTMENT_OFFICER, Role.LEARNING_SUPPORT_STAFF
TEACHER = Role.TEACHER

Table = Mapping[str, Mapping[Role, str]]

ON_BODIES: Final[Table] = {
    "change_tree": {OFFICER: "below"},
    "add_below": {OFFICER: "own below"},
    "set_service": {OFFICER: "own below"},
    "delegate_maintenance": {OFFICER: "own below"},
    "delegate_upkeep": {OFFICER: "own below", LIAISON: "own below"},
    "add_trainee": {OFFICER: "own below"},
    "speak_for_unit": {LIAISON: "own below"},
    "decide_transfer": {OFFICER: "own below"},
    "take_in": {OFFICER: "own below"},
    "declare_liaison": {OFFICER: "own below", LIAISON: "own below"},
    "decide_liaison": {OFFICER: "own below"},
    "appoint_staff": {OFFICER: "below", AFFAIRS: "own below"},
    "appoint_officer": {OFFICER: "below"},
    "appraise_liaison": {OFFICER: "own below", LIAISON: "own below"},
    "appraise_staff": {AFFAIRS: "own below", OFFICER: "own below"},
    "appoint_academic_affairs": {OFFICER: "own below"},
    "change_top": {},
    "publish_rules": {},
    "backfill": {},
    "admit_backfill": {},
    "run_course": {AFFAIRS: "own below"},
    "release_course": {AFFAIRS: "own below"},
    "decide_review": {},
    "acknowledge_report": {OFFICER: "own below"},
    "feed_back": {OFFICER: "own below"},
    "issue": {OFFICER: "own"},
    "refine_plan": {OFFICER: "own", LIAISON: "own", AFFAIRS: "own"},
    "acknowledge": {OFFICER: "own", LIAISON: "own below", AFFAIRS: "own below"},
    "report_fulfilment": {OFFICER: "own", LIAISON: "own below", AFFAIRS: "own below"},
    "answer_report": {OFFICER: "own", LIAISON: "own", AFFAIRS: "own"},
    "plan_construction": {AFFAIRS: "own below"},
    "inspect": {OFFICER: "own below"},
    "answer_inspection": {AFFAIRS: "own below"},
    "declare_conformity": {AFFAIRS: "own below"},
    "read_evaluations": dict.fromkeys((AFFAIRS, HEAD, INSPECTOR, OFFICER, SUPPORT, TEACHER), "own below"),
    "read_comments": {AFFAIRS: "own below", OFFICER: "own below"},
    "make_resource": {AFFAIRS: "own below", SUPPORT: "own below"},
    "review_resource": {AFFAIRS: "own below"},
    "state_need": {LIAISON: "own below"},
    "collect_need": {AFFAIRS: "own below", OFFICER: "own"},
    "record_assessment": dict.fromkeys((AFFAIRS, HEAD, TEACHER), "own below"),
    "correct_assessment": {AFFAIRS: "own below"},
    "correct_time": {AFFAIRS: "own below"},
    "name_answerers": {AFFAIRS: "own below"},
    "answer_appeal": {AFFAIRS: "own below", OFFICER: "own below"},
    "revoke_certificate": {AFFAIRS: "own below", OFFICER: "own below"},
    "design_certificate": {AFFAIRS: "own below"},
    "assess_year": {AFFAIRS: "own below"},
    "answer_year": {OFFICER: "own below"},
    "follow_up": {LIAISON: "own below"},
    "summarize_unit": {LIAISON: "own below"},
    "receive_summary": {AFFAIRS: "own below", OFFICER: "own"},
    "recommend": {LIAISON: "own below", AFFAIRS: "own below"},
    "hold_class": {OFFICER: "own", AFFAIRS: "own below"},
    "allot_places": {OFFICER: "own below"},
    "export_people": {OFFICER: "own below", LIAISON: "own below", INSPECTOR: "own below"},
}
"""Each act on bodies: which role may do it to its own body, to one below, above or beside it."""

ON_TRAINEES: Final[Table] = {
    "maintain_trainee": {OFFICER: "own lent-out"},
    "keep_account": {LIAISON: "own lent-in", OFFICER: "own lent-out"},
    "instruct": {LIAISON: "own lent-in"},
    "ask_relief": {LIAISON: "own lent-in"},
    "declare_hours": {LIAISON: "own lent-in"},
    "endorse_hours": {LIAISON: "own lent-in"},
    # An institution only for the units that it serves: see below.
    "approve_hours": {OFFICER: "own lent-out", AFFAIRS: ""},
    "revoke_hours": {OFFICER: "own lent-out"},
    "reverse_credit": {OFFICER: "own lent-out"},
    "decide_relief": {OFFICER: "own lent-out"},
    "hand_over": {OFFICER: "own lent-out"},
    "reassign": {OFFICER: "own lent-out"},
    "bring_past_hours": {LIAISON: "own lent-in", OFFICER: "own lent-out"},
    "confirm_past_hours": {OFFICER: "own lent-out"},
    # A department only as long as the unit has no liaison officer, and here it has none.
    "name_for_class": {LIAISON: "own lent-in", OFFICER: "own lent-out"},
    "decide_assigned": {OFFICER: "own lent-out"},
}
"""Each act on trainees: ``own`` are of the unit and managed by its department, those lent in are managed by another,
those lent out work elsewhere and are managed here."""

IN_CLASSES: Final[Table] = {
    "answer_questions": {HEAD: "own", TEACHER: "own", SUPPORT: "", AFFAIRS: ""},
    "moderate_questions": {HEAD: "own", AFFAIRS: "own beside-it"},
}
"""Each act in classes where nobody is named to answer: ``own`` is the one that the holder serves."""

ON_CLASSES: Final[Table] = {
    "teach_class": {AFFAIRS: "carried-out co-organized"},
    "approve_class": {OFFICER: "held above", AFFAIRS: "hosted"},
    "staff_class": {AFFAIRS: "carried-out co-organized"},
    "run_class": {AFFAIRS: "carried-out co-organized", HEAD: "mine"},
    "rule_class": {OFFICER: "held above"},
    "propose_results": {AFFAIRS: "carried-out co-organized", HEAD: "mine"},
    "confirm_results": {AFFAIRS: "carried-out co-organized"},
    "keep_class": {AFFAIRS: "carried-out co-organized", HEAD: "mine", TEACHER: "mine", SUPPORT: "mine"},
    "read_class_comments": {AFFAIRS: "carried-out co-organized", OFFICER: "held above"},
}
"""Each act on classes: of an institution those it carries out as organizer or co-organizer, and those that it hosts; of
a county those that it holds itself, and those of institutions below it; of a head teacher those that are theirs."""

ENTRUSTED: Final[Table] = {
    "add_trainee": {LIAISON: "own below"},
    "maintain_trainee": {LIAISON: "own"},
    "keep_account": {AFFAIRS: "own lent-in", SUPPORT: "own lent-in"},
}
"""What comes to that once the county has the bureau maintain trainees, and the bureau has the academy keep accounts."""

AT: Final = {OFFICER: "county", INSPECTOR: "county", LIAISON: "bureau"}
"""Where the holder of a role is posted; all others are at the academy."""


def named(names: str) -> set[str]:
    return set(names.split())


def entrust(land: Land) -> None:
    belongings.delegation(Delegation.Kind.MAINTAIN_TRAINEES, land.county, land.bureau)
    belongings.delegation(Delegation.Kind.ACCOUNT_UPKEEP, land.bureau, land.academy)


def bodies_about(land: Land, role: Role) -> dict[str, Organization]:
    """Return bodies as they stand to the one at which the holder of a role is posted."""
    body = getattr(land, AT.get(role, "academy"))
    above = {"county": land.city, "bureau": land.county, "academy": land.province}
    beside = {"county": land.other_county, "bureau": land.school, "academy": land.other_academy}
    below = organizations.add(f"{body.code}-below", "下级", {UNIT, INSTITUTION}, body)
    place = AT.get(role, "academy")
    return {"own": body, "below": below, "above": above[place], "beside": beside[place]}


def trainees_about(land: Land) -> dict[str, Trainee]:
    """Return trainees as they stand to county and bureau; ``foreign`` ones have nothing to do with either."""
    own, lent_in = (factories.trainee(unit=land.bureau.code).trainee for _ in range(2))
    lent_out, foreign = (factories.trainee(unit=land.far_bureau.code).trainee for _ in range(2))
    for trainee, department in ((lent_in, land.province), (lent_out, land.county)):
        trainee.managing_department = department
        trainee.save()
    return {"own": own, "lent-in": lent_in, "lent-out": lent_out, "foreign": foreign}


def allowed(act: str, role: Role, land: Land, targets: Mapping[str, Any]) -> set[str]:
    """Return the targets that the holder of a role may do an act to, as Django's own question answers it."""
    user = officer(role, getattr(land, AT.get(role, "academy")))
    granted = {name for name, target in targets.items() if user.has_perm(f"cadretrain_reports.{act}", target)}
    assert granted == {name for name, target in targets.items() if may(user, act, target)}
    return granted


def test_every_act_is_in_the_table() -> None:
    assert {*ON_BODIES, *ON_TRAINEES, *IN_CLASSES, *ON_CLASSES} == set(ACTS)
    for act, holders in {**ON_BODIES, **ON_TRAINEES, **IN_CLASSES, **ON_CLASSES}.items():
        assert {*holders, *ENTRUSTED.get(act, {})} == set(ACTS[act]), act


@pytest.mark.parametrize("entrusted", [False, True])
@pytest.mark.parametrize("role", list(Role))
def test_acts_on_bodies(land: Land, role: Role, entrusted: bool) -> None:
    if entrusted:
        entrust(land)
    targets = bodies_about(land, role)
    for act, holders in ON_BODIES.items():
        more = ENTRUSTED.get(act, {}).get(role, "") if entrusted else ""
        assert allowed(act, role, land, targets) == named(holders.get(role, "")) | named(more), act


@pytest.mark.parametrize("entrusted", [False, True])
@pytest.mark.parametrize("role", list(Role))
def test_acts_on_trainees(land: Land, role: Role, entrusted: bool) -> None:
    if entrusted:
        entrust(land)
    targets = trainees_about(land)
    for act, holders in ON_TRAINEES.items():
        more = ENTRUSTED.get(act, {}).get(role, "") if entrusted else ""
        assert allowed(act, role, land, targets) == named(holders.get(role, "")) | named(more), act


@pytest.mark.parametrize("role", list(Role))
def test_acts_in_classes(land: Land, role: Role) -> None:
    held = duty(role, getattr(land, AT.get(role, "academy")))
    own, beside_it = theme_class(land.academy, "K1"), theme_class(land.academy, "K2")
    ClassDuty.objects.create(theme_class=own, assignment=held)
    targets = {"own": own, "beside-it": beside_it, "foreign": theme_class(land.other_academy, "K1")}
    for act, holders in IN_CLASSES.items():
        granted = {name for name, target in targets.items() if may(held.user, act, target)}
        assert granted == named(holders.get(role, "")), act


@pytest.mark.parametrize("role", list(Role))
def test_acts_on_classes(land: Land, role: Role) -> None:
    mine = duty(role, getattr(land, AT.get(role, "academy")))
    targets = classes_about(land, mine)
    for act, holders in ON_CLASSES.items():
        granted = {name for name, target in targets.items() if may(mine.user, act, target)}
        assert granted == named(holders.get(role, "")), act


def classes_about(land: Land, mine: RoleAssignment) -> dict[str, ThemeClass]:
    """Return classes as they stand to the academy, to the county and to a duty; none has more than it is named for."""
    branch = organizations.add("COUNTY-SCHOOL", "县委党校", {INSTITUTION}, land.county)
    part = ClassBody.Part
    made = {
        name: theme_class(institution, name)
        for name, institution in (
            ("carried-out", land.academy),
            ("co-organized", land.other_academy),
            ("hosted", land.other_academy),
            ("held", land.other_academy),
            ("above", branch),
            ("mine", land.other_academy),
            ("foreign", land.other_academy),
        )
    }
    for name, which, body in (
        ("co-organized", part.CO_ORGANIZER, land.academy),
        ("hosted", part.HOST, land.academy),
        ("held", part.HOST, land.county),
        ("foreign", part.HOST, land.other_county),
    ):
        ClassBody.objects.create(theme_class=made[name], part=which, organization=body, number=1)
    ClassDuty.objects.create(theme_class=made["mine"], assignment=mine)
    return made


def test_an_institution_approves_hours_of_the_units_that_it_serves(land: Land) -> None:
    belongings.service(land.academy, land.bureau)
    belongings.service(land.academy, land.far_bureau, standing=None)
    assert allowed("approve_hours", AFFAIRS, land, trainees_about(land)) == {"own", "lent-in"}


Give = Callable[[Land], Delegation]
MAINTAIN, UPKEEP = Delegation.Kind.MAINTAIN_TRAINEES, Delegation.Kind.ACCOUNT_UPKEEP

GIVEN: Final[Mapping[str, tuple[Give, set[str]]]] = {
    "by the department itself": (lambda land: belongings.delegation(MAINTAIN, land.county, land.bureau), {"own"}),
    "by one above it": (lambda land: belongings.delegation(MAINTAIN, land.city, land.bureau), {"own"}),
    "by the one that manages those lent in": (
        lambda land: belongings.delegation(MAINTAIN, land.province, land.bureau),
        {"own", "lent-in"},
    ),
    "to a body above the unit": (lambda land: belongings.delegation(MAINTAIN, land.city, land.county), {"own"}),
    "to another unit": (lambda land: belongings.delegation(MAINTAIN, land.county, land.school), set()),
    "by a department beside": (lambda land: belongings.delegation(MAINTAIN, land.other_county, land.bureau), set()),
    "of another kind": (lambda land: belongings.delegation(UPKEEP, land.county, land.bureau), set()),
    "and taken back": (lambda land: belongings.delegation(MAINTAIN, land.county, land.bureau, standing=None), set()),
}


@pytest.mark.parametrize(("give", "expected"), GIVEN.values(), ids=GIVEN)
def test_maintenance_given(land: Land, give: Give, expected: set[str]) -> None:
    give(land)
    assert allowed("maintain_trainee", LIAISON, land, trainees_about(land)) == expected
    liaison = officer(LIAISON, land.bureau)
    assert may(liaison, "add_trainee", land.bureau) == bool(expected)
    assert not may(liaison, "add_trainee", land.school)


KEPT: Final[Mapping[str, tuple[Give, set[str]]]] = {
    "by the unit": (lambda land: belongings.delegation(UPKEEP, land.bureau, land.academy), {"own", "lent-in"}),
    "by a body above it": (lambda land: belongings.delegation(UPKEEP, land.county, land.academy), {"own", "lent-in"}),
    "by another unit": (lambda land: belongings.delegation(UPKEEP, land.school, land.academy), set()),
    "to another institution": (lambda land: belongings.delegation(UPKEEP, land.bureau, land.other_academy), set()),
    "to a body above the institution": (lambda land: belongings.delegation(UPKEEP, land.bureau, land.province), set()),
    "of another kind": (lambda land: belongings.delegation(MAINTAIN, land.bureau, land.academy), set()),
    "and taken back": (lambda land: belongings.delegation(UPKEEP, land.bureau, land.academy, standing=None), set()),
}


@pytest.mark.parametrize("role", [AFFAIRS, SUPPORT])
@pytest.mark.parametrize(("give", "expected"), KEPT.values(), ids=KEPT)
def test_upkeep_given(land: Land, role: Role, give: Give, expected: set[str]) -> None:
    give(land)
    assert allowed("keep_account", role, land, trainees_about(land)) == expected


LIAISONS: Final[Mapping[str, tuple[Callable[[Land], Any], bool]]] = {
    "of its own": (lambda land: officer(LIAISON, land.bureau), False),
    "of a body above": (lambda land: officer(LIAISON, land.county), False),
    "approved for today": (lambda land: duty(LIAISON, land.bureau, state=State.APPROVED), False),
    "declared only": (lambda land: officer(LIAISON, land.bureau, state=State.DECLARED), True),
    "suspended": (lambda land: officer(LIAISON, land.bureau, state=State.SUSPENDED), True),
    "of another unit": (lambda land: officer(LIAISON, land.school), True),
    "who cannot sign in": (lambda land: _asleep(officer(LIAISON, land.bureau)), True),
}


def _asleep(user: Any) -> None:
    type(user).objects.filter(pk=user.pk).update(is_active=False)


@pytest.mark.parametrize(("give", "may_keep"), LIAISONS.values(), ids=LIAISONS)
def test_a_department_keeps_accounts_as_long_as_the_unit_has_no_liaison_officer(
    land: Land, give: Callable[[Land], Any], may_keep: bool
) -> None:
    # The county is no department here: its liaison officer answers for all below it.
    Organization.objects.filter(pk=land.county.pk).update(is_employing_unit=True, is_management_department=False)
    land.county.refresh_from_db()
    trainee = factories.trainee(unit=land.bureau.code).trainee
    trainee.managing_department = land.city
    trainee.save()
    give(land)
    assert may(officer(OFFICER, land.city), "keep_account", trainee) is may_keep
    assert not may(officer(OFFICER, land.other_city), "keep_account", trainee)


def test_a_liaison_officer_of_a_departments_own_people_does_not_stand_in_for_its_units(land: Land) -> None:
    Organization.objects.filter(pk=land.county.pk).update(is_employing_unit=True)
    officer(LIAISON, land.county)
    assert may(officer(OFFICER, land.county), "keep_account", factories.trainee(unit=land.bureau.code).trainee)


def test_a_branch_keeps_up_what_was_given_to_the_branch_and_the_institution_above_may_too(land: Land) -> None:
    branch = organizations.add("IB", "分院", {INSTITUTION}, land.academy)
    trainee = factories.trainee(unit=land.bureau.code).trainee
    belongings.delegation(UPKEEP, land.bureau, branch)
    assert may(officer(SUPPORT, branch), "keep_account", trainee)
    assert may(officer(SUPPORT, land.academy), "keep_account", trainee)
    belongings.delegation(UPKEEP, land.school, land.academy)
    assert not may(officer(SUPPORT, branch), "keep_account", factories.trainee(unit=land.school.code).trainee)


def test_where_a_body_is_a_department_too_the_unit_and_the_institution_act_for_its_own_people_alone(land: Land) -> None:
    both = organizations.add("CD", "县委组织部", {DEPARTMENT, UNIT, INSTITUTION}, land.city)
    office = organizations.add("CDO", "干部科", {UNIT}, both, Particulars(is_inner_department=True))
    bureau = organizations.add("CDU", "县教育局", {UNIT}, both)
    own, inner, managed = (factories.trainee(unit=body.code).trainee for body in (both, office, bureau))
    liaison, affairs = officer(LIAISON, both), officer(AFFAIRS, both)
    assert [may(liaison, "keep_account", trainee) for trainee in (own, inner, managed)] == [True, True, False]
    for user, act in ((liaison, "declare_liaison"), (affairs, "appoint_staff")):
        assert [may(user, act, body) for body in (both, office, bureau)] == [True, True, False]
    # What the body gave would hold for all that it manages: its officers may, its liaison officer may not.
    assert [may(liaison, "delegate_upkeep", body) for body in (both, office)] == [False, True]
    assert may(officer(OFFICER, both), "delegate_upkeep", both)


@pytest.mark.parametrize("state", [State.DECLARED, State.RETURNED, State.SUSPENDED, State.ENDED])
def test_a_duty_that_is_not_in_force_permits_nothing(land: Land, state: State) -> None:
    user = officer(OFFICER, land.county, state=state)
    assert not may(user, "add_below", land.county)


def test_any_of_several_duties_permits(land: Land) -> None:
    user = officer(LIAISON, land.far_bureau)
    duty(OFFICER, land.county, user=user)
    assert may(user, "add_below", land.county)
    assert may(user, "speak_for_unit", land.far_bureau)
    assert not may(user, "speak_for_unit", land.bureau)


def test_a_site_operator_may_do_all_and_nobody_deactivated_or_signed_out_anything(land: Land) -> None:
    operator, former = factories.user(), officer(OFFICER, land.province)
    operator.is_superuser = True
    former.is_active = False
    trainees = trainees_about(land)
    for act in ACTS:
        target = trainees["own"] if act in ON_TRAINEES else land.bureau
        assert [may(who, act, target) for who in (operator, former, AnonymousUser())] == [True, False, False]
        for who in (former, AnonymousUser()):
            assert not who.has_perm(f"cadretrain_reports.{act}", target)


def test_an_account_deactivated_since_it_was_loaded_may_nothing(land: Land) -> None:
    user = officer(OFFICER, land.county)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert not may(user, "add_below", land.county)


def test_an_act_is_asked_of_a_target(land: Land) -> None:
    user = officer(OFFICER, land.province)
    assert not any(user.has_perm(f"cadretrain_reports.{act}") for act in ACTS)


def test_an_act_that_there_is_not_is_an_error_whoever_asks(land: Land) -> None:
    operator = factories.user()
    operator.is_superuser = True
    for user in (operator, officer(OFFICER, land.county), AnonymousUser()):
        with pytest.raises(KeyError):
            may(user, "no_such_act", land.county)


def targets(act: str, world: worlds.World) -> list[Any]:
    """Return all that an act could be done to."""
    if act in ON_CLASSES:
        return list(world.classes)
    return list(world.trainees if act in ON_TRAINEES else world.bodies)


@pytest.mark.parametrize("seed", range(4))
def test_whoever_may_do_something_to_a_body_or_a_trainee_sees_it(seed: int) -> None:
    world = worlds.make(seed)
    for user in world.people:
        seen = [row for model in (Organization, Trainee, ThemeClass) for row in in_scope(model.objects.all(), user)]
        for act in ACTS.keys() - IN_CLASSES.keys():
            for target in targets(act, world):
                if target not in seen:
                    assert not may(user, act, target), (act, target)
