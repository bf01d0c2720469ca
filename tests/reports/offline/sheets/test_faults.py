"""The list of faults: one code each, and sentences that say how to mend."""

from __future__ import annotations

import re

from cadretrain_reports.offline.sheets import faults
from cadretrain_reports.offline.sheets.errors import Fault

FAULTS = {name: fault for name, fault in vars(faults).items() if isinstance(fault, Fault)}


def test_every_code_is_the_name_of_its_fault() -> None:
    assert len(FAULTS) > 25
    assert {name: fault.code for name, fault in FAULTS.items()} == {name: name.lower() for name in FAULTS}


def test_every_message_is_a_sentence_with_named_places() -> None:
    for fault in FAULTS.values():
        places = re.findall(r"%\((\w+)\)([sd])", fault.message)
        assert fault.message[0].isupper()
        assert fault.message.endswith(".")
        assert fault.message.count("%") == len(places)
        assert fault.message % {name: 1 for name, _kind in places}
