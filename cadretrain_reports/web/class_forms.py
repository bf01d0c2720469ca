"""Forms for the days of a class (8.3.4, 8.3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports import conf
from cadretrain_reports.applets.class_life.api import SCORES, Attendance, ClassGroup, Mark, Question, Task
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.rules.periods import zone_named
from cadretrain_reports.web.assessing import FileForm
from cadretrain_reports.web.forms import DayInput, PageForm


class MomentField(forms.DateTimeField):
    """An instant, said in the site's zone."""

    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
        super().__init__(label=label, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """Return the instant."""
        with timezone.override(zone_named(conf.time_zone())):
            return super().to_python(value)


def _words(label: Any, longest: int, *, required: bool = True, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, **options)


def _percent(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=5, decimal_places=2, min_value=0, max_value=100)


class AttendanceForm(PageForm):
    """How each of some trainees attended."""

    def __init__(
        self, members: Sequence[ClassRegistration], known: Iterable[Attendance], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        there = {row.registration_id: row.state for row in known}
        self._members = {f"of_{member.pk}": member for member in members}
        choices = [("", pgettext_lazy("attendance", "not known")), *Attendance.State.choices]
        for name, member in self._members.items():
            label = f"{member.trainee.name} · {member.trainee.unit.code}"
            initial = there.get(member.pk, "")
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    @property
    def marks(self) -> list[Mark]:
        """What is said; of whom nothing is said nothing is kept."""
        said = self.cleaned_data
        return [Mark(member, said[name]) for name, member in self._members.items() if said[name]]


class LeaveForm(PageForm):
    """When one will be away, and why."""

    starts_at = MomentField(_("From"))
    ends_at = MomentField(pgettext_lazy("leave", "To"))
    reason = _words(_("Reason"), 500)


class LeaveVerdictForm(PageForm):
    """What a head teacher says to leave."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        widget=forms.RadioSelect,
        choices=[("grant", pgettext_lazy("leave", "Grant it")), ("refuse", pgettext_lazy("leave", "Refuse it"))],
    )
    credit_hours = forms.DecimalField(
        label=_("Credit-hours missed"), max_digits=7, decimal_places=2, min_value=0, required=False
    )
    answer = _words(_("Answer"), 500, required=False, help_text=_("The trainee reads it. A refusal needs a reason."))


class NoticeForm(PageForm):
    """What is announced."""

    title = forms.CharField(label=_("Heading"), max_length=255)
    text = _words(pgettext_lazy("class notice", "Text"), 4000, rows=6)
    group = forms.ModelChoiceField(
        label=_("For the group"), queryset=ClassGroup.objects.none(), required=False, empty_label=_("the whole class")
    )

    def __init__(self, groups: Any, *args: Any) -> None:
        super().__init__(*args)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class AssignmentForm(PageForm):
    """What is to be handed in."""

    title = forms.CharField(label=_("Heading"), max_length=255)
    text = _words(_("What is to be done"), 4000, rows=6)
    due_at = MomentField(_("By when"))
    pass_mark = forms.IntegerField(label=_("Pass mark in percent"), initial=60, min_value=0, max_value=100)
    is_required = forms.BooleanField(label=_("Everybody has to"), required=False, initial=True)

    @property
    def task(self) -> Task:
        """What is said."""
        return Task(**self.cleaned_data)


class WorkForm(PageForm):
    """What one hands in."""

    text = _words(pgettext_lazy("assignment work", "Text"), 20000, required=False, rows=10)
    file = forms.FileField(label=_("File"), required=False, help_text=_("Write something, or add a file."))


class WorkVerdictForm(PageForm):
    """How work is marked, or why it goes back."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        widget=forms.RadioSelect,
        choices=[
            ("mark", pgettext_lazy("assignment", "Mark it")),
            ("return", pgettext_lazy("assignment", "It goes back, to be handed in once more")),
        ],
    )
    score = _percent(_("Score in percent"))
    words = _words(pgettext_lazy("assignment", "What you tell the trainee"), 1000, required=False)

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["score"].required = False

    def clean(self) -> dict[str, Any]:
        """Return what is said; what is marked has a score."""
        said = super().clean() or {}
        if said.get("verdict") == "mark" and said.get("score") is None and "score" not in self.errors:
            self.add_error("score", _("This must not be empty."))
        return said


class SittingForm(PageForm):
    """When and where an exam is held."""

    held_at = MomentField(_("When"))
    place = forms.CharField(label=_("Place or address"), max_length=500, required=False)
    is_make_up = forms.BooleanField(label=_("A make-up exam, for those who failed"), required=False)


class ExamForm(PageForm):
    """How a trainee did in an exam."""

    registration = forms.CharField(label=_("Identifier of the trainee"), max_length=64)
    score = _percent(_("Score in percent"))
    assessed_on = forms.DateField(label=_("Day of the exam"), widget=DayInput())
    note = forms.CharField(label=pgettext_lazy("exam", "Note"), max_length=500, required=False)

    def __init__(self, members: Any, *args: Any) -> None:
        super().__init__(*args)
        self._members = members

    def clean_registration(self) -> ClassRegistration:
        """Return the trainee's registration in the class."""
        found: ClassRegistration | None = self._members.filter(
            trainee__code=self.cleaned_data["registration"].strip()
        ).first()
        if found is None:
            raise forms.ValidationError(_("This trainee is not in the class."))
        return found


class ResultsFileForm(FileForm):
    """A table of exam results of classes."""

    file = forms.FileField(
        label=_("Table of results"), help_text=_("CSV or XLSX: the list of results, with 考核日期 and 成绩 filled in.")
    )


class AttendanceFileForm(FileForm):
    """A table of attendance."""

    file = forms.FileField(
        label=_("Attendance list"), help_text=_("CSV or XLSX: the attendance list, with 出勤 filled in.")
    )


class NoteForm(PageForm):
    """What units are told of their trainees."""

    text = _words(_("What you tell the units"), 1000)
    only_lagging = forms.BooleanField(label=_("Only units with lagging trainees"), required=False, initial=True)


class NoteAnswerForm(PageForm):
    """What a unit does about it."""

    answer = _words(_("What the unit does about it"), 500)


class QuestionsForm(PageForm):
    """The questions of an evaluation, one a line."""

    questions = _words(
        _("Questions"),
        8000,
        rows=12,
        help_text=_("One a line: the part that it belongs to, a colon, and what is asked. Up to 30."),
    )

    @property
    def asked(self) -> list[Question]:
        """What is to be asked; without a colon a line has no part, which is refused."""
        lines = [line.replace("：", ":") for line in self.cleaned_data["questions"].splitlines() if line.strip()]
        return [Question(part, text) for part, _colon, text in (line.partition(":") for line in lines)]


class EvaluationForm(PageForm):
    """An answer to each question, and what there is to say besides."""

    def __init__(self, questions: Sequence[Question], *args: Any) -> None:
        super().__init__(*args)
        self._names = [f"question_{number}" for number in range(len(questions))]
        choices = [(str(score), f"{score} {label}") for score, label in SCORES.items()]
        for name, question in zip(self._names, questions, strict=True):
            label = f"{question.part}: {question.text}"
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        self.fields["comment"] = _words(_("What there is to say besides"), 1000, required=False)

    @property
    def scores(self) -> list[int]:
        """The answers, in the order of the questions."""
        return [int(self.cleaned_data[name]) for name in self._names]
