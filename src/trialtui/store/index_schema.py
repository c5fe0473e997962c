"""The index: one SQLite file derived from the segments. What it holds can be had again from them alone."""

from __future__ import annotations

INDEX_FORMAT = 7
"""Kept as SQLite's `user_version`; an index of another format is made anew."""

VIAS = ("registered", "mapped", "mentioned", "excluded")
"""The columns of the postings: `model.term.VIAS`, and the terms that a trial names only to exclude them."""

LISTED = "(n > 0 OR mentioned > 0 OR excluded > 0 OR published > 0)"
"""The terms that trials or pages name, as against broader ones that only hold them together (an SQL condition)."""

# Tables with large values have row ids: without them, to look a key up reads its neighbours whole.
SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE segment (number INTEGER PRIMARY KEY, bytes INTEGER);
CREATE TABLE record (
    tbl INTEGER, id INTEGER, segment INTEGER, start INTEGER, length INTEGER, crc INTEGER, PRIMARY KEY (tbl, id)
) WITHOUT ROWID;
CREATE TABLE vocabulary (name TEXT, version TEXT, n INTEGER, PRIMARY KEY (name, version)) WITHOUT ROWID;
CREATE TABLE trial (
    tno INTEGER PRIMARY KEY, nct INTEGER UNIQUE, title TEXT, acronym TEXT, status TEXT, phases TEXT, study_type TEXT,
    start TEXT, enrollment INTEGER, sponsor TEXT, as_of TEXT, source TEXT
);
CREATE TABLE alias (alias TEXT PRIMARY KEY, nct INTEGER) WITHOUT ROWID;
CREATE TABLE term (
    tid INTEGER PRIMARY KEY, kind TEXT, key TEXT, name TEXT, folded TEXT,
    n INTEGER DEFAULT 0, registered INTEGER DEFAULT 0, mapped INTEGER DEFAULT 0,
    mentioned INTEGER DEFAULT 0, excluded INTEGER DEFAULT 0, named INTEGER DEFAULT 0, published INTEGER DEFAULT 0,
    total INTEGER DEFAULT 0, anywhere INTEGER DEFAULT 0, UNIQUE (kind, key)
);
CREATE INDEX term_by_name ON term (kind, folded, tid);
CREATE INDEX term_by_trials ON term (kind, n DESC, folded);
CREATE INDEX term_by_mentions ON term (kind, mentioned DESC, folded) WHERE mentioned > 0;
CREATE TABLE name (
    tid INTEGER, what TEXT, name TEXT, folded TEXT, n INTEGER, PRIMARY KEY (tid, what, name)
) WITHOUT ROWID;
CREATE INDEX name_by_fold ON name (folded, tid);
CREATE TABLE term_type (tid INTEGER, type TEXT, n INTEGER, PRIMARY KEY (tid, type)) WITHOUT ROWID;
CREATE INDEX term_type_by_type ON term_type (type, tid);
CREATE TABLE parent (tid INTEGER, parent INTEGER, PRIMARY KEY (tid, parent)) WITHOUT ROWID;
CREATE INDEX parent_by_parent ON parent (parent, tid);
CREATE TABLE posting (tid INTEGER PRIMARY KEY, registered BLOB, mapped BLOB, mentioned BLOB, excluded BLOB);
CREATE TABLE trial_terms (tno INTEGER PRIMARY KEY, registered BLOB, mapped BLOB, mentioned BLOB, excluded BLOB);
CREATE TABLE bitmap (tid INTEGER PRIMARY KEY, bits BLOB);
CREATE TABLE facet (name TEXT, value TEXT, n INTEGER, bits BLOB, PRIMARY KEY (name, value));
CREATE TABLE published (id INTEGER PRIMARY KEY, tid INTEGER, snapshot TEXT, title TEXT);
CREATE INDEX published_by_term ON published (tid, snapshot DESC);
CREATE TABLE published_trial (nct INTEGER, id INTEGER, PRIMARY KEY (nct, id)) WITHOUT ROWID;
"""
