"""The admin site: everything to be read, nothing of the archive to be written."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.courses.api import Course, CourseReport, CourseStep, Placement
from cadretrain_reports.applets.learning.api import UncountedTime
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.people.models import Account, Trainee
from cadretrain_reports.applets.plans.api import Content, LineContent
from cadretrain_reports.applets.reminders.api import ReminderDelivery
from cadretrain_reports.applets.roles.api import Role, Terms
from cadretrain_reports.applets.transfers.api import HandOver
from cadretrain_reports.applets.upkeep.api import Relief
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import duties, plans, transfer, upkeep
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_class_life import of_class, of_member, of_unit
from tests.factories_classes import allotted, duty, planned, registered, theme_class
from tests.reports.scopes import belongings

pytestmark = pytest.mark.django_db

REGISTERED = [model for model in admin.site._registry if model._meta.app_label == "cadretrain_reports"]
IDS = [model.__name__ for model in REGISTERED]
LANGUAGES = ["en", "zh-hans"]


@pytest.fixture(autouse=True)
def world(at_new_year: SimulatedClock) -> None:
    """At least one row of every registered model."""
    account = factories.trainee("T1", "张三丰")
    factories.released("C1", 60)
    factories.learn(account, at_new_year, 60)
    factories.draft("C1", 901, usage_key="copy")
    CourseReport.objects.create(step=CourseStep.objects.latest("pk"), department=factories.department())
    relate("BUREAU")
    keep_up(account)
    support(account)
    train(account)
    archives.sequence()


def keep_up(account: Account) -> None:
    """Leave a row of everything that happens to a trainee and to who looks after them."""
    boss = factories.user()
    boss.is_superuser = True
    boss.save()
    bureau, person = account.trainee.unit, account.trainee
    duty = duties.declare_liaison(boss, factories.user(), bureau, Terms(NEW_YEAR.date()))
    colleague = factories.user()
    colleague.is_superuser = True
    colleague.save()
    duty = duties.decide_liaison(colleague, duty, duties.Decision.APPROVE)
    duties.appraise_duty(colleague, duty, 2026, "excellent")
    upkeep.publish_rules(boss, "1", "平台规则", "不得代学。")
    upkeep.accept_rules(account.user, "1")
    upkeep.record_instruction(boss, [person], "secrecy", NEW_YEAR.date())
    upkeep.ask_relief(account.user, person, Relief("reduction", 2026, Decimal(1), "病假"))
    content = Content("annual_plan", "年度培训计划", year=2026, recipients=(bureau,), lines=(LineContent(Decimal(50)),))
    plan = plans.issue(boss, plans.draft(boss, organizations.get("DEPARTMENT"), content))
    plans.report_fulfilment(boss, plan.recipients.get(), "完成")
    transfer.ask_transfer(boss, person, factories.organization("ELSEWHERE"))
    kept = {"place": "外省", "signer": "a.example.cn", "digest": "0" * 64, "by": boss, "at": NEW_YEAR}
    HandOver.objects.create(trainee=person, direction="out", **kept)


def support(account: Account) -> None:
    """Leave a row of what goes on around the courses."""
    academy, by = organizations.get("SASW"), account.user
    belongings.of_construction(academy, factories.department(), by)
    study = account.trainee.studies.get()
    belongings.evaluation(study, by)
    belongings.of_assessment(study, study.course.versions.latest("number"), by)
    belongings.annual(account.trainee, academy, "proposed", by)
    UncountedTime.objects.create(study=study, day=NEW_YEAR.date(), reason="hidden")
    belongings.resource(academy, by)
    unit = account.trainee.unit
    belongings.need(unit, academy, by)
    belongings.summary(unit, academy, by)
    ReminderDelivery.objects.create(reminder=belongings.reminder(account.trainee), channel="mail", due_at=NEW_YEAR)
    held = theme_class(academy, "K9")
    of_unit(held, unit, by)
    of_member(registered(held, account.trainee, state="confirmed"), of_class(held, by), by, by)
    belongings.question(academy, account.trainee, by, hidden=True, course=study.course)
    belongings.answerer(duty(Role.TEACHER, academy), academy, by, course=study.course)
    belongings.declared(account.trainee, unit, account.trainee.managing_department, by, "approved")
    belongings.certified(account.trainee, academy, by)
    registration = account.trainee.registrations.latest("pk")
    belongings.class_result(registration, by, standing=True)
    belongings.graduation(registration.theme_class, by)


def train(account: Account) -> None:
    """Leave a class with all that belongs to one, and the trainee in it."""
    by, unit = account.user, account.trainee.unit
    made = theme_class(organizations.get("SASW"))
    planned(made, Course.objects.get(code="C1"), factories.department(), by)
    allotted(made, unit, by)
    registered(made, account.trainee)


def relate(unit: str) -> None:
    """Have the institution serve a unit and keep up its accounts."""
    academy, bureau = organizations.get("SASW"), factories.organization(unit)
    organizations.serve(academy, bureau)
    organizations.delegate(organizations.Delegation.Kind.ACCOUNT_UPKEEP, bureau, academy)


def newcomer() -> Account:
    """Return a further trainee, who has accepted the rules."""
    account = factories.trainee()
    upkeep.accept_rules(account.user, "1")
    return account


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(factories.user())
    user = factories.user("operator")
    user.is_staff = user.is_superuser = True
    user.save()
    client.force_login(user)
    return client


def address(model: type[Model], page: str, *arguments: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


def test_what_can_be_read() -> None:
    assert set(IDS) == {
        "Organization",
        "OrganizationSpell",
        "Service",
        "Delegation",
        "Trainee",
        "Account",
        "Course",
        "CourseVersion",
        "CourseStep",
        "CourseReview",
        "CourseReport",
        "Placement",
        "CreditEntry",
        "CourseStudy",
        "UncountedTime",
        "TimeCorrection",
        "AssessmentResult",
        "AnnualAssessment",
        "Appeal",
        "Question",
        "Reply",
        "Answerer",
        "ModerationStep",
        "ArchiveEntry",
        "TraineeSpell",
        "Transfer",
        "HandOver",
        "RoleAssignment",
        "RoleStep",
        "Appraisal",
        "AuditEntry",
        "PlatformRules",
        "RulesAcceptance",
        "Instruction",
        "ReliefRequest",
        "Issuance",
        "PlanLine",
        "Recipient",
        "FulfilmentReport",
        "ConstructionPlan",
        "ConstructionLine",
        "Inspection",
        "ConformityStatement",
        "CourseEvaluation",
        "SupportResource",
        "TrainingNeed",
        "HoursDeclaration",
        "Reminder",
        "UnitSummary",
        "ReminderDelivery",
        "Certificate",
        "CertificateRevocation",
        "CertificateTemplate",
        "ClassCredit",
        "ClassResult",
        "Graduation",
        "ThemeClass",
        "ClassStep",
        "ClassPlaces",
        "ClassRegistration",
        "RegistrationStep",
        "Assignment",
        "AssignmentWork",
        "Attendance",
        "ClassEvaluation",
        "ClassEvaluationForm",
        "ClassGroup",
        "ClassNotice",
        "ExamResult",
        "ExamSitting",
        "GroupMember",
        "LeaveRequest",
        "NoticeReading",
        "UnitNote",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", REGISTERED, ids=IDS)
def test_lists_and_rows_are_shown(operator: Client, model: type[Model], language: str) -> None:
    assert model.objects.exists()
    for url in (
        address(model, "changelist"),
        address(model, "changelist") + "?q=1",
        address(model, "change", model.objects.first().pk),
    ):
        response = operator.get(url, headers={"Accept-Language": language}, follow=True)
        assert response.status_code == 200, url


@pytest.mark.parametrize("model", REGISTERED, ids=IDS)
def test_a_list_takes_as_many_statements_for_many_rows(
    operator: Client,
    model: type[Model],
    at_new_year: SimulatedClock,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(10):
        factories.learn(newcomer(), at_new_year, 60)
        relate(f"U{number}")
    with django_assert_max_num_queries(8):
        assert operator.get(address(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=IDS)
def test_filters_and_search_work(operator: Client, model: type[Model]) -> None:
    options = admin.site._registry[model]
    for choice in options.list_filter:
        value = str(getattr(model.objects.first(), choice))
        assert operator.get(address(model, "changelist"), {f"{choice}__exact": value}).status_code == 200
    if options.search_fields:
        assert operator.get(address(model, "changelist"), {"q": "C1"}).status_code == 200


@pytest.mark.parametrize("model", REGISTERED, ids=IDS)
def test_nothing_is_added_changed_or_deleted(operator: Client, model: type[Model]) -> None:
    row = model.objects.first()
    before = list(model.objects.order_by("pk").values())
    assert operator.get(address(model, "add")).status_code == 403
    assert operator.post(address(model, "add"), {}).status_code == 403
    assert operator.post(address(model, "change", row.pk), {"kind": "x"}).status_code == 403
    assert operator.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    operator.post(address(model, "changelist"), chosen)
    assert list(model.objects.order_by("pk").values()) == before


def test_every_archived_model_that_is_registered_is_read_only() -> None:
    for model in apps.get_app_config("cadretrain_reports").get_models():
        options = admin.site._registry.get(model)
        if options is not None:
            assert not options.has_add_permission(None)
            assert not options.has_change_permission(None)
            assert not options.has_delete_permission(None)


def lead(client: Client, placement: Placement) -> bool:
    data = {"action": "lead", "_selected_action": [placement.pk]}
    client.post(address(Placement, "changelist"), data, follow=True)
    return Placement.objects.get(pk=placement.pk).leading


def test_another_placement_is_let_lead_by_whose_course_it_is(operator: Client, client: Client) -> None:
    copy = Placement.objects.get(usage_key="copy")
    clerk = factories.user("clerk")
    clerk.is_staff = True
    clerk.save()
    clerk.user_permissions.add(*Permission.objects.filter(codename__endswith="_placement"))
    stranger = Client()
    stranger.force_login(clerk)
    assert lead(stranger, copy) is False
    assert AuditEntry.objects.filter(actor=clerk, act="run_course", outcome="denied").count() == 1
    assert lead(operator, copy) is True
    assert AuditEntry.objects.filter(act="course.lead", target_key=copy.course.uuid).count() == 1


def set_status(client: Client, action: str, *accounts: Account) -> list[str]:
    data = {"action": action, "_selected_action": [account.pk for account in accounts]}
    client.post(address(Account, "changelist"), data, follow=True)
    return [Account.objects.get(pk=account.pk).status for account in accounts]


def test_suspending_and_reviving_accounts(operator: Client) -> None:
    accounts = factories.trainee(), factories.trainee()
    bystander = factories.trainee()
    assert set_status(operator, "suspend", *accounts) == ["suspended", "suspended"]
    assert Account.objects.get(pk=bystander.pk).status == "active"
    assert set_status(operator, "revive", accounts[0]) == ["active"]
    assert Account.objects.get(pk=accounts[1].pk).status == "suspended"


def test_the_actions_on_accounts_are_offered_by_name(operator: Client) -> None:
    page = operator.get(address(Account, "changelist"), headers={"Accept-Language": "en"})
    offered = dict(page.context["action_form"].fields["action"].choices)
    assert offered["suspend"] == "Suspend the selected accounts"
    assert offered["revive"] == "Revive the selected accounts"


def test_suspending_asks_for_the_right_to_change_accounts(client: Client) -> None:
    clerk = factories.user("clerk")
    clerk.is_staff = True
    clerk.save()
    clerk.user_permissions.add(Permission.objects.get(codename="view_account"))
    client.force_login(clerk)
    account = factories.trainee()
    assert set_status(client, "suspend", account) == ["active"]
    clerk.user_permissions.add(Permission.objects.get(codename="change_account"))
    assert set_status(client, "suspend", account) == ["active"]
    assert AuditEntry.objects.filter(actor=clerk, act="keep_account", outcome="denied").count() == 1
    clerk.is_superuser = True
    clerk.save()
    assert set_status(client, "suspend", account) == ["suspended"]
    kept = AuditEntry.objects.get(actor=clerk, act="account.suspend")
    assert (kept.target_key, bool(kept.reason)) == (str(account.trainee.uuid), True)


def test_who_looks_at_personal_data_is_kept_in_the_audit_log(operator: Client) -> None:
    person = Account.objects.get(trainee__code="T1").trainee
    operator.get(address(Trainee, "changelist"), {"q": "张三丰"})
    operator.get(address(Trainee, "change", person.pk))
    operator.get(address(organizations.Organization, "changelist"))
    read = AuditEntry.objects.filter(act="read").order_by("pk")
    assert [(entry.target_kind, entry.target_key, entry.details) for entry in read] == [
        ("trainee", "", {"admin": True, "filters": ["q"]}),
        ("trainee", str(person.pk), {"admin": True}),
    ]
