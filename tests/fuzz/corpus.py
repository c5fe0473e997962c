"""Small documents of every kind that we read, to be spoiled."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

from tests.studies import study

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def _zip(*members: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


RECORD = json.dumps(study()).encode()
LINES = RECORD + b"\n" + json.dumps(study(10_000_002)).encode() + b"\n"
TABLE = (
    b"NCT Number,Study Title,Study Status,Conditions,Interventions,Phases,Enrollment,Start Date,Locations\n"
    b'NCT10000001,"Owls, all",RECRUITING,Fever|Cough,DRUG: Zinc|OTHER: Rest,PHASE2|PHASE3,12,2020-05-01,'
    b'"Nest, Lahore, 1, Pakistan"\n'
)
OLD_TABLE = (
    b"Rank,NCT Number,Title,Status,Conditions,Interventions,Phases\n"
    b"1,NCT10000001,Owls,Completed,Fever,Drug: Zinc,Phase 2\n"
)
TABLES = (TABLE, OLD_TABLE, OLD_TABLE.replace(b",", b"\t"))
ARRAYS = (b"[%s,%s]" % (RECORD, RECORD), b'{"studies":[%s]}' % RECORD)
ANSWERS = (b'{"studies":[%s],"nextPageToken":"x"}' % RECORD, RECORD)
ARCHIVE = _zip(("a.json", RECORD), ("b/c.jsonl", LINES), ("../d.csv", TABLE))
PACKED = gzip.compress(LINES)
QUERIES = (
    b'"heart attack" -placebo D018352+ status:recruiting year:2020..2021',
    b"drug:tocilizumab+ phase:3! (x OR y)",
    b"a*",
)
REFERENCES = (b"NCT04437823#outcomes", b"HP:0002090", b"mutation:BRAF:V600E", b"drug:remdesivir", b"rs1800795")
REGISTERED = (
    b"Inclusion Criteria:\n\n* Age \\>= 18 *years*\n  1. one\n  2. two\n\n**Bold** &lt;b&gt; [link](http://x)\n\n"
    b"\\[x\\]"
)
SETTINGS = b'theme = "nord"\nascii = true\nhistory = 12\ntwo_panes = 90\n\n[keys]\nsearch = ["s", "f3"]\nquit = "Q"\n'
PAGES = tuple(path.read_bytes() for path in sorted(SEEDS.glob("*.txt")))
_KEPT = {"kind": "entity", "text": "NCT10000001", "name": "Owls", "added": "2020-01-01T00:00:00"}
_NOTE = {"ref": "D011014", "name": "Pneumonia", "text": "an owl", "changed": "2020-01-01T00:00:00"}
_TABLES = {"bookmarks": {"1": _KEPT}, "notes": {"1": _NOTE}, "history": {"1": _KEPT}, "visits": {"1": _KEPT}}
USER_FILE = json.dumps(_TABLES).encode()
