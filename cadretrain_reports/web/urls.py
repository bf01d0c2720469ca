"""Pages. The path of the rules is the one that ``cadretrain_xblock.contract`` names to the learner card."""

from django.urls import path

from cadretrain_reports.web import (
    catalogue,
    course_acts,
    course_reports,
    courses,
    learning_time,
    my_courses,
    recommendations,
    reviews,
    rules,
)
from cadretrain_reports.web.plans import drafting, issuance, listing, receipts

urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<uuid:uuid>/", catalogue.course, name="course"),
    path("catalogue/<uuid:uuid>/choose/", catalogue.choose, name="choose"),
    path("catalogue/<uuid:uuid>/drop/", catalogue.drop, name="drop"),
    path("catalogue/<uuid:uuid>/recommend/", recommendations.recommend, name="recommend"),
    path("courses/", courses.course_list, name="courses"),
    path("courses/<uuid:uuid>/", courses.version, name="version"),
    path("courses/<uuid:uuid>/reviewers/", course_acts.reviewers, name="version-reviewers"),
    path("courses/<uuid:uuid>/lead/", course_acts.lead, name="version-lead"),
    *(path(f"courses/<uuid:uuid>/{act}/", view, name=f"version-{act}") for act, view in course_acts.STEPS.items()),
    path("course-reports/", course_reports.course_reports, name="course-reports"),
    path("course-reports/<uuid:uuid>/acknowledge/", course_reports.acknowledge, name="acknowledge-report"),
    path("my-courses/", my_courses.my_courses, name="my-courses"),
    path("my-courses/<uuid:uuid>/time/", learning_time.learning_time, name="learning-time"),
    path("plan-receipts/<uuid:uuid>/", receipts.receipt, name="plan-receipt"),
    path("plan-receipts/<uuid:uuid>/acknowledge/", receipts.acknowledge, name="acknowledge-plan"),
    path("plan-receipts/<uuid:uuid>/carry-out/", receipts.carry_out, name="carry-out-plan"),
    path("plan-receipts/<uuid:uuid>/report/", receipts.report, name="report-on-plan"),
    path("plan-reports/<uuid:uuid>/answer/", receipts.answer, name="answer-plan-report"),
    path("plan-reports/<uuid:uuid>/submit/", receipts.submit, name="submit-plan-report"),
    path("plans/", listing.plans, name="plans"),
    path("plans/begin/", drafting.begin, name="begin-plan"),
    path("plans/<uuid:uuid>/", issuance.plan, name="plan"),
    path("plans/<uuid:uuid>/amend/", issuance.amend, name="amend-plan"),
    path("plans/<uuid:uuid>/edit/", drafting.edit, name="edit-plan"),
    path("plans/<uuid:uuid>/issue/", drafting.issue, name="issue-plan"),
    path("plans/<uuid:uuid>/refine/", issuance.refine, name="refine-plan"),
    path("plans/<uuid:uuid>/withdraw/", issuance.withdraw, name="withdraw-plan"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/<uuid:uuid>/withdraw/", recommendations.withdraw, name="withdraw-recommendation"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<uuid:uuid>/", reviews.review, name="review"),
    path("rules/", rules.rules, name="rules"),
]
