"""Makes N synthetic ClinicalTrials.gov records (API version 2, JSON lines), of the size and spread of real ones.

    python tests/benchmarks/corpus.py N OUT.jsonl[.gz] [--seed S] [--covid]

Terms are drawn by Zipf's law from the vocabulary tables that ship; names of interventions keep growing with N. The
same N, seed and tables give the same bytes. With `--covid` one MeSH term is in most trials.
"""

from __future__ import annotations

import argparse
import gzip
import random
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

import orjson

from trialtui.vocab.tables import items, read_lines

Json = dict[str, Any]
T = TypeVar("T")

POOL = 8_000
"""How many sentences the texts are put together from; a trial's own condition and drug are filled in."""

COVID = ("D000086382", "COVID-19")
OWN: Json = tomllib.loads(Path(__file__).with_name("corpus.toml").read_text(encoding="utf-8"))


class Draw(Generic[T]):
    """Draws items by weight."""

    def __init__(self, rng: random.Random, weighted: Mapping[T, float]) -> None:
        self._rng, self._items, self._sums = rng, list(weighted), list(accumulate(weighted.values()))

    def some(self, count: int) -> list[T]:
        return self._rng.choices(self._items, cum_weights=self._sums, k=count)

    def one(self) -> T:
        return self.some(1)[0]


def zipf(found: Iterable[T], power: float = 1.0) -> dict[T, float]:
    """Weigh items by Zipf's law, the first the commonest."""
    return {item: 1 / (rank + 2) ** power for rank, item in enumerate(found)}


class Prose:
    """Texts of a trial: sentences and criteria in which its condition and its drug are named."""

    def __init__(self, rng: random.Random, methods: Iterable[str]) -> None:
        self._rng = rng
        self._fillers = {name: Draw(rng, zipf(words.split(), 0.4)) for name, words in OWN["words"].items()}
        self._fillers["m"] = Draw(rng, zipf(methods, 0.7))
        for letter, table in (("g", "genes"), ("p", "hpo")):
            names = [line.split("\t")[1] for line in read_lines(table, None)]
            self._fillers[letter] = Draw(rng, zipf(rng.sample(names, len(names))))
        self._sentences = [self._filled(rng.choice(OWN["sentences"])) for _ in range(POOL)]
        self._criteria = [self._filled(rng.choice(OWN["criteria"])) for _ in range(POOL // 2)]
        self.condition, self.drug = "", ""

    def word(self, kind: str) -> str:
        return str(self._fillers[kind].one())

    def text(self, count: float) -> str:
        found = self._rng.choices(self._sentences, k=max(1, int(count)))
        return self._named("\n\n".join(" ".join(found[start : start + 4]) for start in range(0, len(found), 4)))

    def eligibility(self, count: int) -> str:
        """Make two lists of so many criteria."""
        lists = (self._rng.choices(self._criteria, k=count) for _ in range(2))
        bullets = ("\n".join(f"* {line}" for line in found) for found in lists)
        return self._named("Inclusion Criteria:\n\n{}\n\nExclusion Criteria:\n\n{}".format(*bullets))

    def _named(self, text: str) -> str:
        return text.replace("{C}", self.condition).replace("{D}", self.drug)

    def _filled(self, sentence: str) -> str:
        """Fill in everything but the trial's own condition and drug."""
        for name, draw in self._fillers.items():
            while (slot := f"{{{name}}}") in sentence:
                sentence = sentence.replace(slot, draw.one(), 1)
        while "{n}" in sentence:
            sentence = sentence.replace("{n}", str(self._rng.randint(2, 96)), 1)
        return sentence[0].upper() + sentence[1:]


class Terms:
    """Conditions and interventions with their MeSH terms; which of them are common is left to chance."""

    def __init__(self, rng: random.Random) -> None:
        rows = [line.split("\t") for line in read_lines("mesh", None)]
        more = [line.split("\t") for line in read_lines("mesh_supplementary", None)]
        self._rng = rng
        self._by_tree = {tree: (row[0], row[1]) for row in rows for tree in items(row[3])}
        self._trees = {row[0]: items(row[3]) for row in rows}
        self._diseases = self._draw([row for row in rows if row[3].startswith(("C", "F03"))])
        self._substances = self._draw([row for row in rows if row[3].startswith("D")] + more)
        self._types = Draw[str](rng, OWN["types"])
        self.methods = [row[1] for row in rows if row[3].startswith(("E", "G", "N"))]

    def _draw(self, rows: list[list[str]]) -> Draw[tuple[str, str, str]]:
        """Draw ids with the name and first synonym (else the name)."""
        found = [(row[0], row[1], (items(row[2]) or (row[1],))[0]) for row in rows]
        return Draw(self._rng, zipf(self._rng.sample(found, len(found)), 0.9))

    def conditions(self, count: int) -> tuple[list[str], list[Json]]:
        """Make registered conditions, and the MeSH terms of most of them."""
        found = dict.fromkeys(self._diseases.some(count))
        names = [self._rng.choice(each[1:]) for each in found]
        return names, [{"id": each[0], "term": each[1]} for each in found if self._rng.random() < 0.85]

    def interventions(self, count: int, prose: Prose) -> tuple[list[Json], list[Json]]:
        """Make interventions, and the MeSH terms of those that are substances."""
        rng, found, meshes = self._rng, dict[str, Json](), list[Json]()
        for (unique_id, name, synonym), kind in zip(self._substances.some(count), self._types.some(count), strict=True):
            others: list[str] = []
            if kind not in ("DRUG", "BIOLOGICAL"):
                number = int(rng.paretovariate(0.6))
                title = f"{prose.word('adj')} {prose.word('noun')} programme {number}".capitalize()
            elif rng.random() < 0.12:
                title = "Placebo"
            elif rng.random() < 0.25:
                title = f"{''.join(rng.choices('ABCDEGHKLMNPRSTVXZ', k=3))}-{rng.randint(100, 99_999)}"
            else:
                title = rng.choice((name, name, synonym, f"{name} {rng.randint(1, 40) * 25} mg"))[:200]
                others = [synonym] if rng.random() < 0.3 else []
                meshes.append({"id": unique_id, "term": name})
            found[title] = {"type": kind, "name": title, "otherNames": others}
        return list(found.values()), meshes

    def browse(self, meshes: list[Json]) -> Json:
        """Add the broader descriptors, as the registry does."""
        above: dict[str, str] = {}
        for mesh in meshes:
            for tree in self._trees.get(mesh["id"], ()):
                while tree := tree.rpartition(".")[0]:
                    above.update([self._by_tree[tree]] if tree in self._by_tree else [])
        return {"meshes": meshes, "ancestors": [{"id": key, "term": term} for key, term in above.items()]}


class Corpus:
    """Makes one record after the other."""

    def __init__(self, seed: int, *, covid: bool) -> None:
        self._rng, self._covid = (rng := random.Random(seed)), covid
        self._terms = Terms(rng)
        self._prose = Prose(rng, self._terms.methods)
        self._country = Draw(rng, zipf(OWN["countries"]))
        self._status, self._phase, self._class = (Draw[str](rng, OWN[key]) for key in ("statuses", "phases", "classes"))

    def record(self, nct: int) -> Json:
        """Make the record with this number."""
        rng = self._rng
        names, meshes = self._terms.conditions(min(1 + int(rng.expovariate(1.1)), 12))
        if self._covid and rng.random() < 0.85:
            names.insert(0, rng.choice((COVID[1], "SARS-CoV-2 Infection", "Covid19")))
            meshes.insert(0, {"id": COVID[0], "term": COVID[1]})
        drugs, given = self._terms.interventions(min(1 + int(rng.expovariate(0.8)), 14), self._prose)
        self._prose.condition, self._prose.drug = names[0], drugs[0]["name"]
        year, has_results = rng.randint(2000, 2025), rng.random() < 0.05
        protocol = {
            **self._heads(nct, year, f"{drugs[0]['name']} in {self._prose.word('who').capitalize()} With {names[0]}"),
            "conditionsModule": {"conditions": names, "keywords": [mesh["term"] for mesh in meshes]},
            **self._bodies(drugs),
        }
        if has_results:
            protocol["statusModule"]["resultsFirstPostDateStruct"] = {"date": f"{year}-12-02"}
        return {
            "protocolSection": protocol,
            "derivedSection": {
                "miscInfoModule": {"versionHolder": "2025-06-01"},
                "conditionBrowseModule": self._terms.browse(meshes),
                "interventionBrowseModule": self._terms.browse(given),
            },
            "hasResults": has_results,
            **({"resultsSection": self._results([drug["name"] for drug in drugs])} if has_results else {}),
        }

    def _heads(self, nct: int, year: int, title: str) -> Json:
        """Make the modules that say who, when and how."""
        rng, status, month, day = self._rng, self._status.one(), self._rng.randint(1, 12), self._rng.randint(1, 28)
        phases = [] if rng.random() < 0.22 else self._phase.one().split("/")
        start = f"{year}-{month:02d}" + ("" if rng.random() < 0.3 else f"-{day:02d}")
        ended = {"whyStopped": self._prose.text(1)} if status in ("TERMINATED", "WITHDRAWN") else {}
        sponsor = f"University of {self._country.one()} {int(rng.paretovariate(0.7)) % 9000}"
        design = {"allocation": "RANDOMIZED", "maskingInfo": {"masking": rng.choice(("NONE", "DOUBLE"))}}
        return {
            "identificationModule": {
                "nctId": f"NCT{nct:08d}", "orgStudyIdInfo": {"id": f"S-{nct}"},
                "briefTitle": title[:300], "officialTitle": f"A {self._prose.word('adj')} study of {title}",
            },
            "statusModule": {
                "statusVerifiedDate": f"{year + 1}-{month:02d}", "overallStatus": status, **ended,
                "startDateStruct": {"date": start}, "completionDateStruct": {"date": f"{year + 2}-{month:02d}"},
                "lastUpdatePostDateStruct": {"date": f"{min(year + 1, 2025)}-0{rng.randint(1, 5)}-{day:02d}"},
            },
            "sponsorCollaboratorsModule": {"leadSponsor": {"name": sponsor, "class": self._class.one()}},
            "designModule": {
                "studyType": "INTERVENTIONAL" if phases else "OBSERVATIONAL", "phases": phases, "designInfo": design,
                "enrollmentInfo": {"count": int(rng.lognormvariate(4.3, 1.4)), "type": "ACTUAL"},
            },
        }  # fmt: skip

    def _bodies(self, drugs: list[Json]) -> Json:
        """Make the modules of long texts and lists; how long they are goes together."""
        rng, text, scale = self._rng, self._prose.text, self._rng.lognormvariate(0.0, 0.75)
        arms: list[Json] = []
        for drug in drugs:
            names = [f"{drug['type'].capitalize()}: {drug['name']}"]
            label = f"Arm {len(arms) + 1}: {drug['name']}"
            arms.append({"label": label, "type": "EXPERIMENTAL", "description": text(1), "interventionNames": names})
            drug |= {"description": text(1 + scale), "armGroupLabels": [label]}
        cited = [{"pmid": str(rng.randint(10**7, 4 * 10**7)), "citation": text(1)} for _ in range(int(3 * scale) % 9)]
        return {
            "descriptionModule": {"briefSummary": text(3 * scale), "detailedDescription": text(12 * scale)},
            "armsInterventionsModule": {"armGroups": arms, "interventions": drugs},
            "outcomesModule": {
                "primaryOutcomes": [self._outcome() for _ in range(rng.randint(1, 2))],
                "secondaryOutcomes": [self._outcome() for _ in range(min(int(rng.expovariate(0.22 / scale)), 60))],
            },
            "eligibilityModule": {"eligibilityCriteria": self._prose.eligibility(2 + int(5 * scale)), "sex": "ALL"},
            "contactsLocationsModule": {"locations": self._sites(min(int(rng.paretovariate(0.75)), 400))},
            "referencesModule": {"references": cited},
        }

    def _outcome(self) -> Json:
        measure = f"Change in {self._prose.word('adj')} {self._prose.word('m')}"
        weeks = f"{self._rng.randint(1, 52)} weeks"
        return {"measure": measure, "description": self._prose.text(1), "timeFrame": weeks}

    def _sites(self, count: int) -> list[Json]:
        found = []
        for number, country in enumerate(self._country.some(count)):
            city = f"{country.split()[-1]}ville {self._rng.randint(1, 60)}"
            name = f"{city} Hospital {number}"
            point = {"lat": round(self._rng.uniform(-60, 70), 5), "lon": round(self._rng.uniform(-180, 180), 5)}
            found.append({"facility": name, "city": city, "zip": "10000", "country": country, "geoPoint": point})
        return found

    def _results(self, arms: list[str]) -> Json:
        """Make a results section: flow, outcome measures with figures for each arm, adverse events."""
        rng, text = self._rng, self._prose.text
        groups = [{"id": f"G{number}", "title": arm, "description": text(1)} for number, arm in enumerate(arms)]

        def figures(make: Callable[[str], Json]) -> list[Json]:
            return [make(group["id"]) for group in groups]

        def spread(key: str) -> Json:
            return {"groupId": key, "value": f"{rng.uniform(0, 99):.1f}", "spread": f"{rng.uniform(0, 9):.2f}"}

        def measure(kind: str) -> Json:
            rows = [{"categories": [{"measurements": figures(spread)}]} for _ in range(rng.randint(1, 6))]
            about = {"type": kind, "title": text(1), "description": text(2), "paramType": "MEAN"}
            return {**about, "unitOfMeasure": "units", "groups": groups, "classes": rows}

        started = figures(lambda key: {"groupId": key, "numSubjects": str(rng.randint(60, 90))})
        events = [{**group, "seriousNumAffected": rng.randint(0, 9), "seriousNumAtRisk": 90} for group in groups]
        kinds = ["PRIMARY"] + ["SECONDARY"] * min(int(rng.paretovariate(0.7)) + 3, 120)
        flow = [{"title": "Overall", "milestones": [{"type": "STARTED", "achievements": started}]}]
        return {
            "participantFlowModule": {"groups": groups, "periods": flow},
            "outcomeMeasuresModule": {"outcomeMeasures": [measure(kind) for kind in kinds]},
            "adverseEventsModule": {"eventGroups": events},
        }


def write(count: int, put: Callable[[bytes], int], corpus: Corpus) -> int:
    """Write records, numbers ascending with gaps; return the bytes before compression."""
    total, nct = 0, 10_000_001
    for number in range(count):
        total += put(orjson.dumps(corpus.record(nct), option=orjson.OPT_APPEND_NEWLINE))
        nct += 1 + number % 7
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description="Make synthetic ClinicalTrials.gov records.")
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--covid", action="store_true", help="let one MeSH term be in most trials")
    options = parser.parse_args()
    began, corpus = time.perf_counter(), Corpus(options.seed, covid=options.covid)
    with options.out.open("wb") as raw:
        if options.out.suffix == ".gz":
            with gzip.GzipFile("", "wb", 1, raw, mtime=0) as packed:
                total = write(options.count, packed.write, corpus)
        else:
            total = write(options.count, raw.write, corpus)
    print(f"{options.count:,} records, {total / 1e6:,.0f} MB, {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
