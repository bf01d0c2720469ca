"""The door to choices and recommendations (3.12, 8.2.1)."""

from cadretrain_reports.applets.choices.choosing import (
    about_choice,
    choose,
    chosen,
    drop,
    keep_enrolment,
    standing_choice,
)
from cadretrain_reports.applets.choices.models import CourseChoice, Recommendation
from cadretrain_reports.applets.choices.recommending import (
    Advice,
    RecommendationRefused,
    about_recommendation,
    recommend,
    recommended_to,
    serves,
    source_of,
    withdraw,
)

__all__ = [
    "Advice",
    "CourseChoice",
    "Recommendation",
    "RecommendationRefused",
    "about_choice",
    "about_recommendation",
    "choose",
    "chosen",
    "drop",
    "keep_enrolment",
    "recommend",
    "recommended_to",
    "serves",
    "source_of",
    "standing_choice",
    "withdraw",
]
