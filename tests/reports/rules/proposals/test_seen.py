"""What a learner sees of markup, however it was written."""

from __future__ import annotations

import time

import pytest

from cadretrain_reports.rules.proposals.seen import visible


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>一</p><p>two</p>", "一 two"),
        ("<b>调</b>查", "调查"),
        ("a<br/>b", "a b"),
        ("<script>if (a < b) alert('x')</script>真", "真"),
        ("<STYLE>p > a {}</STYLE >真", "真"),
        ("<!-- <p>隐</p> -->真", "真"),
        ("<![CDATA[真]]>", "真"),
        ("<?xml version='1.0'?><!DOCTYPE html>真", "真"),
        ("3 < 4 &amp; 5 &#x2260; 6", "3 < 4 & 5 ≠ 6"),
        ('<img alt="a > b">真', "真"),
        ("真<p", "真"),
        ("真<!-- 隐", "真"),
        ("真<script>隐", "真"),
        ("真<p title='x>隐", "真"),
        ("", ""),
    ],
)
def test_the_text(markup: str, text: str) -> None:
    assert " ".join(visible(markup).text.split()) == text


def test_what_is_hidden() -> None:
    seen = visible("<a>1<solution>2<p>3</p></solution>4<solution/>5</a>", frozenset({"solution"}))
    assert seen.text.split() == ["1", "4", "5"]
    assert "p" not in seen.elements


def test_pictures_and_what_lies_elsewhere() -> None:
    seen = visible("<img/><IMG src='a'><iframe src='b'></iframe><video></video><!-- <img> -->")
    assert (seen.pictures, seen.embedded) == (2, 2)


@pytest.mark.parametrize("piece", ["<!--", "<script>", "<p ", "<", '<a "', "<a '\"", "</", "<![CDATA["])
def test_no_page_takes_more_time_than_its_length(piece: str) -> None:
    begun = time.monotonic()
    visible(piece * 200_000)
    assert time.monotonic() - begun < 5
