"""A process that sets one certificate, reads what is asked on standard input and answers on standard output, both JSON.

It is bounded: a template that nobody has looked at yet may run for ever, or ask for all the memory.
"""

from __future__ import annotations

import base64
import json
import resource
import sys
from datetime import datetime

from cadretrain_reports.offline.certificates.typeset import MEMORY_LIMIT, TIME_LIMIT_S, Sheet, TemplateError, set_here
from cadretrain_reports.rules.certificates import facts_from


def main() -> None:
    """Set the certificate that is asked for."""
    resource.setrlimit(resource.RLIMIT_CPU, (TIME_LIMIT_S, TIME_LIMIT_S))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    asked = json.load(sys.stdin)
    at = datetime.fromisoformat(asked["at"])
    sheet = Sheet(facts_from(asked["facts"]), asked["address"], asked["credential"], at)
    try:
        made = set_here(asked["source"], sheet, tuple(asked["fonts"]), asked["kind"])
        answer = {"made": base64.b64encode(made).decode()}
    except TemplateError as error:
        answer = {"fault": str(error)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
