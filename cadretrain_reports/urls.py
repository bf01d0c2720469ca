"""URLs of the plugin; the plugin manager mounts them at ``/cadretrain/`` in the LMS and in Studio."""

from django.urls import include, path

app_name = "cadretrain_reports"

urlpatterns = [
    path("api/v1/", include("cadretrain_reports.rest.urls")),
    path("", include("cadretrain_reports.web.urls")),
]
