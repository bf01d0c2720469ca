"""URLs of the embedded host. The plugin's own come from the plugin machinery, as in Open edX."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.views import (
    LoginView,
    LogoutView,
    PasswordResetCompleteView,
    PasswordResetConfirmView,
)
from django.contrib.staticfiles.views import serve
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from edx_django_utils.plugins import get_plugin_url_patterns

from cadretrain_reports.apps import LMS
from cadretrain_reports.demo.views import handlers, pages, studio


def _no_page(_request: HttpRequest) -> HttpResponse:
    """Be no page, only the beginning of others' addresses."""
    raise Http404


urlpatterns = [
    path("", pages.home, name="home"),
    path("login/", LoginView.as_view(template_name="cadretrain_demo/login.html"), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("reset/<uidb64>/<token>/", PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("reset/done/", PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("courses/", pages.course_list, name="courses"),
    path("courses/<str:course_run>/", pages.course, name="course"),
    path("studio/handler/", _no_page, name="studio-handlers"),
    path("studio/handler/<str:usage_id>/<str:handler>/", handlers.studio_handler, name="studio-handler"),
    path("studio/handler/<str:usage_id>/<str:handler>/<path:suffix>", handlers.studio_handler, name="studio-handler"),
    path("studio/<str:course_run>/", studio.unit, name="studio"),
    path("studio/<str:course_run>/edit/", studio.edit, name="studio-edit"),
    path("studio/<str:course_run>/add/", studio.add, name="studio-add"),
    path("handler/", _no_page, name="handlers"),
    path("handler/<str:usage_id>/<str:handler>/", handlers.handler, name="handler"),
    path("handler/<str:usage_id>/<str:handler>/<path:suffix>", handlers.handler, name="handler"),
    path("resource/<str:block_type>/<path:resource>", handlers.package_resource, name="block-resource"),
    # No server stands in front that could serve files, and none is to be installed for a demonstration.
    path("static/<path:path>", serve, {"insecure": True}),
    *get_plugin_url_patterns(LMS),
]
