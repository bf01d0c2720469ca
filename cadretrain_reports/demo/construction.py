"""What goes on around the courses: plans, inspections, statements, resources, needs, evaluations (5.4, 7.1, 7.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.construction.api import Claim, ConstructionPlan, Line, Report
from cadretrain_reports.applets.evaluation.api import CourseEvaluation, Opinion
from cadretrain_reports.applets.learning.api import CourseStudy, learned
from cadretrain_reports.applets.needs.api import Need
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.resources.api import Content
from cadretrain_reports.demo.academy import local_time
from cadretrain_reports.demo.catalogue import PROVINCIAL
from cadretrain_reports.demo.officials import SECOND
from cadretrain_reports.rules.periods import Period
from cadretrain_reports.workflows import construction, evaluation, needs, resources

_FIRST: Final = f"affairs-{PROVINCIAL.lower()}"
_EVALUATE: Final = 40
"""Studies, the first ones, whose trainees say what the course was like."""

_SAID: Final = ("案例贴近基层实际。", "讲得清楚，节奏合适。", "", "希望多一些练习。", "")


def build_and_support(period: Period) -> bool:
    """Have the province's institution plan, be inspected, declare, offer and answer; tell whether that is new."""
    institution = organizations.get(PROVINCIAL)
    if ConstructionPlan.objects.filter(institution=institution).exists():
        return False
    # All or nothing, so that a run that is killed is done again.
    with transaction.atomic():
        with clock.simulated(local_time(period, 4, 9)):
            _plan(period, institution)
            _offer(institution)
            _state_need(period)
        with clock.simulated(local_time(period, 20, 9)):
            _inspect(period, institution)
    return True


def evaluate(period: Period) -> int:
    """Have trainees evaluate what they studied; return how many did so anew."""
    done = set(CourseEvaluation.objects.values_list("study", flat=True))
    new = 0
    with clock.simulated(period.end_at - timedelta(days=1)):
        for study in CourseStudy.objects.select_related("trainee__account__user", "course").order_by("pk")[:_EVALUATE]:
            if study.pk not in done and learned(study.trainee_id, study.course_id):
                evaluation.give_evaluation(study.trainee.account.user, study.course, _opinion(study.pk))
                new += 1
    return new


def _plan(period: Period, institution: organizations.Organization) -> None:
    due = period.end - timedelta(days=60)
    lines = [
        Line("依法行政、应急处置和数字政务", "傅佳", due, source="self_developed", courses=20),
        Line("经济与科技前沿讲座", "罗敏之", due, source="purchased", courses=4),
    ]
    plan = construction.draw_up_plan(_user(_FIRST), institution, period.label, "全年新建二十四门短课程", lines)
    construction.approve_plan(_user(SECOND), plan)
    construction.submit_plan(_user(_FIRST), plan)


def _offer(institution: organizations.Organization) -> None:
    text = "网络学习须本人进行，学习时长以平台记录为准；有疑问可向本单位联络员或学习支持人员提出。"
    made = resources.make_resource(
        _user("support"), institution, Content("reference", "网络学习须知", "text", "served", text=text)
    )
    resources.hand_resource_in(_user("support"), made)
    resources.review_resource(_user(SECOND), made, offered=True)


def _state_need(period: Period) -> None:
    unit = organizations.get("JC-01")
    wanted = Need(period.label, "预算绩效管理", 12, "theme_class", cadre_category="县处级", details="希望安排在上半年")
    stated = needs.state_need(_user("liaison-jc-01"), unit, PROVINCIAL, wanted)
    needs.hand_need_in(_user("liaison-jc-01"), stated)
    needs.collect_need(_user(_FIRST), stated, "列入本年度专题班计划")


def _inspect(period: Period, institution: organizations.Organization) -> None:
    report = Report(
        period.start + timedelta(days=18),
        "程静、宋文平",
        "课程建设与应用情况",
        "课程结构合理；个别课程缺少学习要点",
        "补充学习要点",
        period.start + timedelta(days=50),
    )
    found = construction.record_inspection(_user("officer-qh"), organizations.get("QH"), institution, report)
    construction.answer_inspection(_user(_FIRST), found, "已补充全部学习要点")
    claim = Claim("GB/T 38862", "本年度发布的全部课程", "审核记录存教务处，可供查验")
    construction.declare_conformity(_user(_FIRST), institution, claim)


def _opinion(number: int) -> Opinion:
    content, activities, form, support = (3 + (number + shift) % 3 for shift in range(4))
    return Opinion(content, activities, form, support, _SAID[number % len(_SAID)])


def _user(username: str) -> Any:
    return User.objects.get(username=username)
