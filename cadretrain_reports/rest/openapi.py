"""How an endpoint is described in OpenAPI."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter


class Operation(AutoSchema):
    """One method of one endpoint, described by the class of the resource; every fault has the same shape."""

    def get_auth(self) -> list[dict[str, Any]]:
        """Return how a caller proves who they are."""
        return [{"jwt": []}, {"session": []}]

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """Return the description, with the answer to what cannot be done."""
        operation: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if operation:
            operation["description"] = self._told()
            operation["responses"]["default"] = {"$ref": "#/components/responses/Refusal"}
        return operation

    def get_override_parameters(self) -> list[Any]:
        """Return what the address asks for, and the key of the object in it below which a list stands."""
        query = getattr(self.view, "query", None) or getattr(self.view, "queries", {}).get(self._action)
        parent = getattr(self.view, "parent", None)
        if parent is None:
            return [query] if query else []
        return [OpenApiParameter(parent.key, str, OpenApiParameter.PATH, description="Whose rows they are.")]

    def get_request_serializer(self) -> Any:
        """Return the shape of the body."""
        return getattr(self.view, "inputs", {}).get(self._action)

    def get_response_serializers(self) -> Any:
        """Return the shape of the answer."""
        return getattr(self.view, "outputs", {}).get(self._action) or super().get_response_serializers()

    @property
    def _action(self) -> str:
        """What is done: the action of a resource, else the method."""
        return getattr(self.view, "action", None) or self.method.lower()

    def _told(self) -> str:
        """Return what the resource is and who sees it; an action of its own is told in its own words."""
        action = getattr(self.view, "action", None)
        told = type(self.view) if action in {None, "list", "retrieve"} else getattr(self.view, action)
        return " ".join((told.__doc__ or "").split())
