from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from xblock.exceptions import InvalidScopeError, NoSuchUsage, NoSuchViewError

from cadretrain_reports.demo import scenarios
from cadretrain_reports.demo.runtime import open_block

pytestmark = pytest.mark.django_db

AUTHOR = User(pk=5, username="author", is_staff=True)


def test_a_block_knows_its_course_run_and_who_looks(loaded: str) -> None:
    block = open_block(scenarios.credit_course_of(loaded), AUTHOR)
    assert block.marking().course_run == loaded
    assert block.scope_ids.user_id == "5"
    assert block.runtime.service(block, "user").get_current_user().opt_attrs["edx-platform.username"] == "author"


def test_what_was_never_made_is_not_there(loaded: str) -> None:
    for usage_id in ("nonsense", f"{loaded}.cadretrain_credit_course.d1.u0", "other.vertical_demo.d0.u0"):
        with pytest.raises(NoSuchUsage):
            open_block(usage_id)


def test_the_learning_side_cannot_write_settings_even_for_staff(loaded: str) -> None:
    block = open_block(scenarios.credit_course_of(loaded), AUTHOR)
    block.display_name = "改名"
    with pytest.raises(InvalidScopeError):
        block.save()


def test_what_an_author_writes_stays(loaded: str) -> None:
    block = open_block(scenarios.credit_course_of(loaded), AUTHOR, is_authoring=True)
    block.display_name = "改名"
    block.save()
    assert open_block(scenarios.credit_course_of(loaded)).display_name == "改名"


def test_studio_alone_offers_author_permissions(loaded: str) -> None:
    usage_id = scenarios.credit_course_of(loaded)
    learning, studio = open_block(usage_id, AUTHOR), open_block(usage_id, AUTHOR, is_authoring=True)
    assert learning.runtime.service(learning, "studio_user_permissions") is None
    assert studio.runtime.service(studio, "studio_user_permissions").can_write(None) is True


def test_urls_are_our_own_views(loaded: str) -> None:
    usage_id = scenarios.credit_course_of(loaded)
    block = open_block(usage_id)
    studio = open_block(usage_id, AUTHOR, is_authoring=True)
    assert block.runtime.handler_url(block, "save_marking") == f"/handler/{usage_id}/save_marking/"
    assert studio.runtime.handler_url(studio, "save_marking") == f"/studio/handler/{usage_id}/save_marking/"
    assert block.runtime.handler_url(block, "read_duration", "a/b", "c=d").endswith("/read_duration/a/b?c=d")
    assert block.runtime.local_resource_url(block, "public/common.js") == (
        "/resource/cadretrain_credit_course/public/common.js"
    )


def test_a_view_that_a_block_lacks_is_an_error(loaded: str) -> None:
    block = open_block(scenarios.credit_course_of(loaded))
    with pytest.raises(NoSuchViewError):
        block.render("mobile_view")


def test_a_unit_renders_its_pages_and_the_card(loaded: str) -> None:
    html = open_block(scenarios.unit_of(loaded)).render("student_view", {}).body_html()
    assert "第一页，价格 $5" in html
    assert html.index("第一页") < html.index("第二页") < html.index('data-cadretrain="card"')
