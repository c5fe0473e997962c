"""How well and how fast dictionary linking works: HPO, MeSH, substances.

    python -m tests.benchmarks.linking [--shared FOLDER] [--runs N]

HPO is scored on the GSC-2024 development half, by document (sets of terms) and by mention (span and term). MeSH found
in a trial's conditions, keywords and titles is scored against the MeSH terms that the registry gives for its
conditions, substances against those that it gives for its interventions; the registry's own terms are another
algorithm's and no gold standard. Speeds are the best of interleaved runs, in processor time. What is not there is said
and left out.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.report import print_table

from trialtui.linking.mesh import MeshLinker, mesh_matcher
from trialtui.linking.phenotypes import PhenotypeLinker
from trialtui.linking.substances import SubstanceLinker
from trialtui.vocab import HpoTable, MeshTable, load_hpo, load_mesh

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
GOLD = "gold/hpo-gsc2024-dev.jsonl.gz"
DATA = ("data/covid-trials.jsonl.gz", "data/ctgov-v2-sample.jsonl.gz")
ABSTRACTS = 10_000
SPEED_TRIALS = 400

Json = dict[str, Any]


@dataclass(slots=True)
class Score:
    """Counts of what was right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def add(self, own: set[Any], gold: set[Any]) -> None:
        """Count one document."""
        self.right += len(own & gold)
        self.found += len(own)
        self.wanted += len(gold)

    def cells(self) -> list[str]:
        """Return precision, recall and F1."""
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.wanted)
        return [f"{precision:.3f}", f"{recall:.3f}", f"{2 * self.right / max(1, self.found + self.wanted):.3f}"]


def read_lines(path: Path) -> Iterator[Json]:
    """Read JSON lines, packed by gzip."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def score_hpo(linker: PhenotypeLinker, hpo: HpoTable, documents: Sequence[Json]) -> list[list[str]]:
    """Score HPO by document and by mention, with and without terms within longer ones."""
    rows = []
    for nested in (True, False):
        by_document, by_mention = Score(), Score()
        for document in documents:
            mentions = linker.mentions(document["text"], nested=nested)
            gold = {(start, end, hpo.current(term)) for start, end, term, _ in document["mentions"]}
            by_document.add({each.ref.key for each in mentions}, {term for _, _, term in gold})
            by_mention.add({(each.start, each.end, each.ref.key) for each in mentions}, gold)
        which = "with terms within longer ones" if nested else "longest only"
        rows += [[f"by document, {which}", *by_document.cells()], [f"by mention, {which}", *by_mention.cells()]]
    return rows


def score_trials(
    mesh: MeshTable, linker: MeshLinker, substances: SubstanceLinker, trials: Sequence[Json]
) -> list[list[str]]:
    """Score MeSH from short texts and substances against what the registry gives."""
    conditions, every, drugs = Score(), Score(), Score()
    for trial in trials:
        module = trial["protocolSection"].get("conditionsModule", {})
        title = trial["protocolSection"]["identificationModule"]
        gold = registered(mesh, trial, "conditionBrowseModule")
        if gold:
            names = module.get("conditions", [])
            conditions.add(diseases(mesh, linker, names), gold)
            more = [*names, *module.get("keywords", []), title.get("briefTitle", ""), title.get("officialTitle", "")]
            every.add(diseases(mesh, linker, more), gold)
        gold = registered(mesh, trial, "interventionBrowseModule")
        if gold:
            drugs.add(named_substances(substances, trial), gold)
    return [
        ["conditions", *conditions.cells()],
        ["conditions, keywords and titles", *every.cells()],
        ["substances of interventions", *drugs.cells()],
    ]


def registered(mesh: MeshTable, trial: Json, module: str) -> set[str]:
    """Return the MeSH ids that a record registers, those without an id by their name."""
    terms = trial.get("derivedSection", {}).get(module, {}).get("meshes", [])
    ids = (mesh.normalise(term["id"]) if term.get("id") else mesh.by_name(term.get("term", "")) for term in terms)
    return {unique_id for unique_id in ids if unique_id}


def diseases(mesh: MeshTable, linker: MeshLinker, texts: Sequence[str]) -> set[str]:
    """Return the diseases and disorders (trees C and F) found in texts."""
    found = {mention.ref.key for text in texts for mention in linker.mentions(text)}
    return {unique_id for unique_id in found if mesh.branches(unique_id) & {"C", "F"}}


def named_substances(linker: SubstanceLinker, trial: Json) -> set[str]:
    """Return the substances that a trial's interventions name."""
    items = trial["protocolSection"].get("armsInterventionsModule", {}).get("interventions", [])
    return {
        ref.key
        for item in items
        for ref in linker.substances(item.get("name", ""), item.get("otherNames", ()), item.get("type", ""))
    }


def texts_of(value: Any) -> Iterator[str]:
    """Yield every string of several words in a record."""
    if isinstance(value, str):
        if " " in value:
            yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_of(item)


def bare_automaton(hpo: HpoTable) -> Callable[[str], object] | None:
    """Return the pass of a bare character automaton over HPO's names, None where pyahocorasick is not installed."""
    if importlib.util.find_spec("ahocorasick") is None:
        return None
    automaton = importlib.import_module("ahocorasick").Automaton()
    for record in hpo:
        for name in (record.name, *(synonym.text for synonym in record.synonyms)):
            automaton.add_word(name.lower(), record.id)
    automaton.make_automaton()
    return lambda text: sum(1 for _ in automaton.iter(text.lower()))


def speeds(passes: dict[str, Callable[[str], object]], texts: Sequence[str], runs: int) -> list[list[str]]:
    """Time passes over the same texts, interleaved."""
    best = dict.fromkeys(passes, float("inf"))
    for _ in range(runs):
        for name, run in passes.items():
            start = time.process_time()
            for text in texts:
                run(text)
            best[name] = min(best[name], time.process_time() - start)
    size = sum(map(len, texts)) / 1e6
    fastest = best.get("bare automaton over HPO's names")
    return [
        [name, f"{size / seconds:.1f}", f"{seconds / fastest:.1f}" if fastest else "-"]
        for name, seconds in best.items()
    ]


def abstracts(linker: PhenotypeLinker, documents: Sequence[Json]) -> list[str]:
    """Time 10,000 abstracts: those of the gold set again and again, which favours what the linker remembers."""
    texts = [documents[number % len(documents)]["text"] for number in range(ABSTRACTS)]
    start = time.process_time()
    for text in texts:
        linker.mentions(text)
    return [f"{ABSTRACTS:,} abstracts", f"{time.process_time() - start:.2f} s", "budget 5 s"]


def memory() -> float:
    """Return the largest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Score and time what the data at hand allows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    start = time.process_time()
    hpo, mesh = load_hpo(), load_mesh()
    phenotypes, matcher = PhenotypeLinker(hpo), mesh_matcher(mesh)
    linker, substances = MeshLinker(mesh, matcher), SubstanceLinker(mesh, matcher)
    print(f"dictionaries built in {time.process_time() - start:.1f} s, {memory():.0f} MB")
    gold, data = arguments.shared / GOLD, [arguments.shared / name for name in DATA]
    heads = ["", "precision", "recall", "F1"]
    if gold.is_file():
        documents = list(read_lines(gold))
        print_table(f"HPO, {len(documents)} documents of GSC-2024", heads, score_hpo(phenotypes, hpo, documents))
        print_table("Speed, HPO", ["", "time", ""], [abstracts(phenotypes, documents)])
    else:
        print(f"skipped: {gold} is not here")
    for path in data:
        if not path.is_file():
            print(f"skipped: {path} is not here")
            continue
        trials = list(read_lines(path))
        print_table(
            f"MeSH, {len(trials):,} trials of {path.name}", heads, score_trials(mesh, linker, substances, trials)
        )
        texts = [text for trial in trials[:SPEED_TRIALS] for text in texts_of(trial["protocolSection"])]
        bare = bare_automaton(hpo)
        passes: dict[str, Callable[[str], object]] = {"bare automaton over HPO's names": bare} if bare else {}
        passes |= {"HPO linking": phenotypes.mentions, "MeSH matcher": matcher.find}
        print_table(f"Speed, {SPEED_TRIALS} of them", ["", "MB/s", "ratio"], speeds(passes, texts, arguments.runs))
    print(f"\nlargest memory, with the data and the bare automaton: {memory():.0f} MB")


if __name__ == "__main__":
    main()
