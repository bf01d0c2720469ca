"""Pages and problems as contents."""

from __future__ import annotations

from cadretrain_reports.rules.proposals import Problem, Text, TextCount, problem_of, text_of

CHOICE = """
<problem>
  <script type="loncapa/python">x = 1 &lt; 2</script>
  <multiplechoiceresponse>
    <label>哪一项正确?</label>
    <choicegroup><choice correct="true">甲<choicehint>对，因为</choicehint></choice><choice>乙</choice></choicegroup>
    <solution><p>答案是甲，理由很长。</p></solution>
  </multiplechoiceresponse>
  <demandhint><hint>再想想</hint></demandhint>
</problem>
"""


def test_a_page() -> None:
    assert text_of("一", "<p>调查 study</p><img/><iframe></iframe>") == Text("一", TextCount(2, 1, 1), 1)


def test_only_what_is_read_before_answering() -> None:
    assert problem_of("题", CHOICE) == Problem("题", TextCount(7, 0, 0), {"multiplechoiceresponse": 1})


def test_each_dropdown_is_an_answer() -> None:
    inputs = "<optioninput options=\"('甲','乙')\"/>" * 3
    assert problem_of("", f"<optionresponse>{inputs}</optionresponse>").answers == {"optionresponse": 3}


def test_kinds_that_are_mixed_count_by_their_elements() -> None:
    mixed = "<stringresponse><textline/></stringresponse><numericalresponse><textline/></numericalresponse>"
    assert problem_of("", mixed).answers == {"stringresponse": 1, "numericalresponse": 1}


def test_a_problem_that_is_broken() -> None:
    assert problem_of("", "<problem><choiceresponse><p>真") == Problem("", TextCount(1, 0, 0), {"choiceresponse": 1})
