"""A host that mounts nothing but the pages."""

from django.urls import include, path

from cadretrain_reports.web.urls import urlpatterns as pages

urlpatterns = [path("bare/", include((pages, "cadretrain_reports"), namespace="cadretrain"))]
