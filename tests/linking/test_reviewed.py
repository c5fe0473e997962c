"""The mentions that were read by eye: how many were right, and that those are still found in the registry's records."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.benchmarks.linking_variants import RECORDS, fields, records

from trialtui.linking.genes import GeneLinker
from trialtui.linking.variants import mutation_mentions
from trialtui.sources.ctgov_record import read_study
from trialtui.vocab import load_genes

TABLES = Path(__file__).resolve().parents[1] / "benchmarks" / "reviewed"
Row = tuple[str, str, int, str]


def reviewed(kind: str, verdict: str) -> set[Row]:
    lines = (TABLES / f"{kind}.tsv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return {(row["trial"], row["field"], int(row["offset"]), row["key"]) for row in rows if row["verdict"] == verdict}


@pytest.mark.parametrize("kind", ["genes", "mutations"])
def test_of_a_hundred_reviewed_mentions_at_least_95_are_right(kind: str) -> None:
    right, wrong = reviewed(kind, "right"), reviewed(kind, "wrong")
    assert len(right) + len(wrong) == 100
    assert len(right) >= 95


def test_the_mentions_reviewed_as_right_are_still_found(shared: Path) -> None:
    if not all((shared / "data" / name).exists() for name in RECORDS):
        pytest.skip("the registry's records are not beside the checkout")
    genes, mutations = reviewed("genes", "right"), reviewed("mutations", "right")
    wanted = {trial for trial, *_ in genes | mutations}
    linker = GeneLinker(load_genes())
    found: set[Row] = set()
    for name in RECORDS:
        for study in records(shared / "data" / name):
            if study["protocolSection"]["identificationModule"]["nctId"] not in wanted:
                continue
            trial = read_study(study)
            for field, text in fields(trial):
                known = linker.mentions(text)
                for mention in (*known, *mutation_mentions(text, known)):
                    found.add((trial.nct_id, field, mention.start, mention.ref.key))
    assert sorted((genes | mutations) - found) == []
