"""How values leave and enter: codes and uuids of others, instants in UTC, hours as decimal text."""

from __future__ import annotations

from datetime import UTC
from typing import Any, Final, NoReturn

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.rest.attempts import keep_attempt
from cadretrain_reports.rest.filters import FIRST_DAY, LAST_DAY
from cadretrain_reports.scopes.api import in_scope

MOST_NAMED: Final = 200
"""Objects that one body may name."""


class CodeOf(serializers.CharField):
    """The code of a body that another object names. Its name and all else are read at the body itself, or not."""

    def __init__(self, path: str, help_text: str, **options: Any) -> None:
        super().__init__(source=f"{path}.code", read_only=True, help_text=help_text, **options)


class UuidOf(serializers.UUIDField):
    """The uuid of another object."""

    def __init__(self, path: str, help_text: str, **options: Any) -> None:
        super().__init__(source=f"{path}.uuid", read_only=True, help_text=help_text, **options)


class UsernameOf(serializers.CharField):
    """The name by which the platform knows a person; null where the site itself acted."""

    def __init__(self, path: str, help_text: str) -> None:
        super().__init__(source=f"{path}.username", read_only=True, help_text=help_text, allow_null=True)


class Instant(serializers.DateTimeField):
    """An instant in UTC, whatever zone the host is set to."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso-8601", default_timezone=UTC, **options)


class Hours(serializers.DecimalField):
    """Credit-hours (3.6) as decimal text: quarters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=7, decimal_places=2, coerce_to_string=True, **options)


class Seen(serializers.SlugRelatedField[Any]):
    """An object that the caller names by uuid or code. One outside their scope is as if it were not there.

    That one was named where something is to be written is kept in the audit log (9.2.3).
    """

    default_error_messages = {"does_not_exist": _("There is nothing here, or it is not for you to see.")}

    def get_queryset(self) -> QuerySet[Model]:
        """Return what the caller may name."""
        named: Any = super().get_queryset()
        return in_scope(named, self.context["request"].user)

    def to_internal_value(self, data: Any) -> Any:
        """Return the object; what is no text, or holds a character that not every database takes, names none."""
        if not isinstance(data, str) or "\0" in data:
            self.fail("does_not_exist")
        return super().to_internal_value(data)

    def fail(self, key: str, **values: Any) -> NoReturn:
        """Say what is wrong; what does not exist is kept as an attempt."""
        if key == "does_not_exist":
            _keep(self, self.get_queryset().model)
        super().fail(key, **values)


class AnyCourse(serializers.UUIDField):
    """A course that the caller names by uuid: the catalogue is open to everybody signed in."""

    def __init__(self, help_text: str, **options: Any) -> None:
        super().__init__(help_text=help_text, **options)

    def to_internal_value(self, data: Any) -> Any:
        """Return the course."""
        key = super().to_internal_value(data)
        found = Course.objects.select_related("institution").filter(uuid=key).first()
        if found is None:
            raise serializers.ValidationError(Seen.default_error_messages["does_not_exist"], code="does_not_exist")
        return found


class SeenEach(serializers.ListField):
    """Several objects that the caller names by uuid, found in one query. One outside their scope is as if not there."""

    child = serializers.UUIDField()

    def __init__(self, queryset: QuerySet[Any], help_text: str) -> None:
        super().__init__(min_length=1, max_length=MOST_NAMED, help_text=help_text)
        self.queryset = queryset

    def to_internal_value(self, data: Any) -> list[Any]:
        """Return the objects in the order in which they are named, each once."""
        said = super().to_internal_value(data)
        # Before the query, which must not grow beyond what a database takes.
        self.run_validators(said)
        keys = list(dict.fromkeys(said))
        named = in_scope(self.queryset.filter(uuid__in=keys), self.context["request"].user)
        found = {row.uuid: row for row in named}
        for position, key in enumerate(keys):
            if key not in found:
                _keep(self, self.queryset.model)
                fault = Seen.default_error_messages["does_not_exist"]
                raise serializers.ValidationError({str(position): fault}, code="does_not_exist")
        return [found[key] for key in keys]


def _keep(field: serializers.Field[Any, Any, Any, Any], named: type[Model]) -> None:
    """Keep that a body names what is not there for the caller; what an address asks for is read only."""
    if view := field.context.get("view"):
        keep_attempt(view, named, field=str(field.field_name))


class Day(serializers.DateField):
    """A day as ``2026-01-05``, none that is a typing error."""

    def __init__(self, help_text: str, **options: Any) -> None:
        bounds = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
        super().__init__(
            format="iso-8601", input_formats=["iso-8601"], validators=bounds, help_text=help_text, **options
        )
