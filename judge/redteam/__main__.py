"""`python -m judge.redteam REPORT.json ... docs/security.md` writes the table of these runs into the document."""

from __future__ import annotations

import sys
from pathlib import Path

from judge.redteam.table import put
from judge.trial import RedteamReport

if __name__ == "__main__":
    *reports, document = map(Path, sys.argv[1:])
    read = [RedteamReport.model_validate_json(one.read_text(encoding="utf-8")) for one in reports]
    text = put(document.read_text(encoding="utf-8"), read)
    document.write_text(text, encoding="utf-8")
