"""The demonstration's own server on a home that is filled already: ``python -m tests.e2e.server PORT``.

Ctrl+C ends it, as it ends ``cadretrain demo``.
"""

from __future__ import annotations

import sys


def main() -> None:
    import django
    from rich.console import Console

    from cadretrain_reports.demo.server import serve_pages

    django.setup()
    serve_pages(int(sys.argv[1]), Console())


if __name__ == "__main__":
    main()
