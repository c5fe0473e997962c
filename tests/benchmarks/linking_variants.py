"""Protein mutations, SNPs and genes in text: precision, recall, F1 on the gold sets, speed, and samples for review.

    python -m tests.benchmarks.linking_variants [--gold DIR] [--data DIR]
    python -m tests.benchmarks.linking_variants --sample genes|mutations --seed N [--size 100]

The gold sets and the registry's records lie beside the checkout, in `../shared`; where they are absent the part that
needs them is skipped, with a message. A sample is printed with its context, for reading by eye; what was read is kept
in `reviewed/*.tsv`, without the text.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from tests.benchmarks.report import print_table

from trialtui.linking.genes import GeneLinker
from trialtui.linking.snps import snp_mentions
from trialtui.linking.variants import mutation_mentions
from trialtui.model.term import Mention
from trialtui.model.text import read_registered
from trialtui.model.trial import Trial
from trialtui.sources.ctgov_record import read_study
from trialtui.vocab import load_genes

SHARED = Path(__file__).resolve().parents[3] / "shared"
MUTATION_FINDER, TMVAR = "variants-mutationfinder-dev.jsonl.gz", "variants-tmvar2013-dev.jsonl.gz"
RECORDS = ("covid-trials.jsonl.gz", "ctgov-v2-sample.jsonl.gz")
POINT_MUTATION = re.compile(r"[A-Z]\d+[A-Z]")
RANGE = re.compile(r"[A-Z](\d+)(?:_[A-Z](\d+))?(del|ins|dup)[A-Z]*")
ROUNDS = 3

Counts = Counter[Any]


@dataclass(slots=True)
class Score:
    """Hits, wrong ones and missed ones, added up over documents."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: Counts, found: Counts) -> None:
        """Add a document: what it holds and what was found, each with its number."""
        self.right += (gold & found).total()
        self.wrong += (found - gold).total()
        self.missed += (gold - found).total()

    def row(self, name: str) -> list[str]:
        """Return the score as cells."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        figures = [f"{figure:.3f}" for figure in (precision, recall, f1)]
        return [name, *figures, *map(str, (self.right, self.wrong, self.missed))]


def records(path: Path) -> Iterator[Any]:
    """Yield the documents of a file of JSON lines, gzipped."""
    with gzip.open(path, "rb") as lines:
        yield from map(orjson.loads, lines)


def score_point_mutations(path: Path) -> list[list[str]]:
    """Score normalised point mutations, by mention and by document, as MutationFinder's authors do."""
    mentions, documents = Score(), Score()
    for document in records(path):
        gold = Counter(document["mentions"])
        found = Counter(m.name for m in mutation_mentions(document["text"]) if POINT_MUTATION.fullmatch(m.name))
        mentions.add(gold, found)
        documents.add(Counter(set(gold)), Counter(set(found)))
    return [mentions.row("MutationFinder, by mention"), documents.row("MutationFinder, by document")]


def score_variants(path: Path) -> list[list[str]]:
    """Score protein mutations and SNPs, by span and by normal form (by mention and by document)."""
    spans, forms, documents = Score(), Score(), Score()
    for document in records(path):
        gold = [mention for mention in document["mentions"] if mention[2] != "DNAMutation"]
        found = [*mutation_mentions(document["text"]), *snp_mentions(document["text"])]
        spans.add(Counter((start, end) for start, end, *_ in gold), Counter((m.start, m.end) for m in found))
        gold_forms = Counter(gold_form(kind, form) for _, _, kind, _, form in gold)
        found_forms = Counter(comparable(mention.name) for mention in found)
        forms.add(gold_forms, found_forms)
        documents.add(Counter(set(gold_forms)), Counter(set(found_forms)))
    return [
        spans.row("tmVar protein + SNP, by span"),
        forms.row("tmVar protein + SNP, by normal form"),
        documents.row("tmVar protein + SNP, by document"),
    ]


def gold_form(kind: str, form: str) -> str:
    """Bring tmVar's normal form (`p|S|119||FSX`) to ours, so far as both can say it (`S119fs`)."""
    if kind == "SNP":
        return form
    parts = form.split("|")
    if parts[1] in ("DEL", "INS", "DUP"):
        return f"{parts[2]}{parts[1].lower()}"
    return parts[1] + parts[2] + ("fs" if len(parts) > 4 else parts[3].replace("X", "*"))


def comparable(name: str) -> str:
    """Bring our form of a deletion, insertion or duplication to what tmVar's can say: places without residues."""
    match = RANGE.fullmatch(name)
    return f"{match[1]}{'_' + match[2] if match[2] else ''}{match[3]}" if match else name


def fields(trial: Trial) -> Iterator[tuple[str, str]]:
    """Yield path and plain text of each field that is searched for mentions."""

    def plain(text: str) -> str:
        return read_registered(text, trial.text_format).plain

    yield "brief_title", trial.brief_title
    yield "official_title", trial.official_title
    yield "brief_summary", plain(trial.brief_summary)
    yield "detailed_description", plain(trial.detailed_description)
    yield from ((f"conditions[{number}]", name) for number, name in enumerate(trial.conditions))
    yield from ((f"keywords[{number}]", name) for number, name in enumerate(trial.keywords))
    for number, arm in enumerate(trial.arm_groups):
        yield f"arm_groups[{number}].label", arm.label
        yield f"arm_groups[{number}].description", plain(arm.description)
    for number, item in enumerate(trial.interventions):
        yield f"interventions[{number}].name", item.name
        yield f"interventions[{number}].description", plain(item.description)
    for number, outcome in enumerate(trial.outcomes):
        yield f"outcomes[{number}].measure", outcome.measure
        yield f"outcomes[{number}].description", plain(outcome.description)
    yield "eligibility.criteria", plain(trial.eligibility.criteria)


def texts(folder: Path) -> list[tuple[str, str, str]]:
    """Return trial id, field and text of every field of the registry's records; a trial in two files once."""
    trials = {trial.nct_id: trial for name in RECORDS for trial in map(read_study, records(folder / name))}
    return [(trial.nct_id, field, text) for trial in trials.values() for field, text in fields(trial) if text]


def fastest(work: Callable[[str], object], items: Sequence[str]) -> float:
    """Return the seconds of CPU that one pass takes, the best of a few."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for item in items:
            work(item)
        times.append(time.process_time() - start)
    return min(times)


def speed(folder: Path) -> list[list[str]]:
    """Measure the linkers over a third of the registry's texts, field by field."""
    items = [text for _, _, text in texts(folder)[::3]]
    size = sum(map(len, items)) / 10_000
    linker = GeneLinker(load_genes())
    linker.mentions("")
    rows = {
        "mutations": fastest(mutation_mentions, items),
        "SNPs": fastest(snp_mentions, items),
        "genes, symbols alone": fastest(lambda text: linker.mentions_from(text, (), linker.symbols(text)), items),
        "genes, with the names' own pass": fastest(linker.mentions, items),
    }
    return [[name, f"{seconds / size * 1e3:.2f}"] for name, seconds in rows.items()]


def sample(folder: Path, kind: str, seed: int, size: int) -> Iterable[str]:
    """Yield lines for review: trial, field, offset, key, then the mention in its context."""
    linker = GeneLinker(load_genes())
    found: list[tuple[str, str, Mention, str]] = []
    for trial, field, text in texts(folder):
        genes = linker.mentions(text)
        wanted = genes if kind == "genes" else mutation_mentions(text, genes)
        found += [(trial, field, mention, text) for mention in wanted]
    print(f"# {len(found)} {kind} in all, seed {seed}")
    for trial, field, mention, text in random.Random(seed).sample(found, min(size, len(found))):
        before, after = text[max(0, mention.start - 70) : mention.start], text[mention.end : mention.end + 60]
        context = f"{before}<<{mention.text}>>{after}".replace("\n", " ")
        yield f"{trial}\t{field}\t{mention.start}\t{mention.ref.key}\t{context}"


def main() -> None:
    """Print the tables, or a sample."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=SHARED / "gold")
    parser.add_argument("--data", type=Path, default=SHARED / "data")
    parser.add_argument("--sample", choices=("genes", "mutations"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=100)
    options = parser.parse_args()
    if not all((options.data / name).exists() for name in RECORDS):
        print(f"skipped: no registry records in {options.data}")
    elif options.sample:
        print("\n".join(sample(options.data, options.sample, options.seed, options.size)))
        return
    else:
        print_table("Speed over registry text", ["what", "ms per 10,000 characters"], speed(options.data))
    heads = ["gold set", "precision", "recall", "F1", "right", "wrong", "missed"]
    for name, score in ((MUTATION_FINDER, score_point_mutations), (TMVAR, score_variants)):
        if (options.gold / name).exists():
            print_table(name, heads, score(options.gold / name))
        else:
            print(f"skipped: no {name} in {options.gold}")


if __name__ == "__main__":
    main()
