"""The door to questions and answers (8.2.3, 8.3.4)."""

from cadretrain_reports.applets.questions.answering import (
    ANSWERING,
    Place,
    about,
    answered_by,
    answering,
    answers,
    at,
    name_answerer,
    withdraw_answerer,
)
from cadretrain_reports.applets.questions.asking import (
    LONGEST_QUESTION,
    LONGEST_REPLY,
    State,
    answer,
    ask,
    due_at,
    figures,
    follow_up,
    locked,
    overdue,
    with_overdue,
)
from cadretrain_reports.applets.questions.models import Answerer, ModerationStep, Question, Reply
from cadretrain_reports.applets.questions.moderating import moderate

__all__ = [
    "ANSWERING",
    "LONGEST_QUESTION",
    "LONGEST_REPLY",
    "Answerer",
    "ModerationStep",
    "Place",
    "Question",
    "Reply",
    "State",
    "about",
    "answer",
    "answered_by",
    "answering",
    "answers",
    "ask",
    "at",
    "due_at",
    "figures",
    "follow_up",
    "locked",
    "moderate",
    "name_answerer",
    "overdue",
    "with_overdue",
    "withdraw_answerer",
]
