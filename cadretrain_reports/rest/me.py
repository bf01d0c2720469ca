"""Who is asking: what pages and programs need to know before they offer anything."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.declarations.api import declared_in
from cadretrain_reports.applets.people.api import account_of_user
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.rest.duties import RoleAssignmentSerializer
from cadretrain_reports.rest.edge import Edge
from cadretrain_reports.rest.openings import AccountSerializer
from cadretrain_reports.rest.requirements import DeclaredSerializer
from cadretrain_reports.scopes.api import acts_of, posts_of
from cadretrain_reports.workflows.standing import current_year


class MeSerializer(serializers.Serializer[Any]):
    """What the caller is here."""

    username = serializers.CharField(help_text="The caller's name on the platform.")
    account = AccountSerializer(allow_null=True, help_text="The caller's account as a trainee (6.1.3), or null.")
    declared = DeclaredSerializer(
        allow_null=True, help_text="The caller's approved hours of training elsewhere in this period, or null."
    )
    duties = RoleAssignmentSerializer(many=True, help_text="Duties in force today (6.3.3).")
    acts = serializers.ListField(
        child=serializers.CharField(), help_text="What these duties let the caller do, each within its own field."
    )


class Me(Edge, GenericAPIView[Any]):
    """Who the caller is: as a trainee, by duties in force, and what these allow (5, 6)."""

    serializer_class = MeSerializer

    def get(self, request: Request) -> Response:
        """Answer what the caller is here."""
        posts = posts_of(request.user)
        held = RoleAssignment.objects.filter(pk__in=[post.assignment for post in posts])
        account = account_of_user(request.user.pk) if request.user.is_active else None
        said = {
            "username": request.user.get_username(),
            "account": account,
            "declared": declared_in([account.pk], current_year())[account.pk] if account else None,
            "duties": held.select_related("user", "organization").order_by("pk"),
            "acts": acts_of(request.user),
        }
        return Response(self.get_serializer(said).data)
