from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.query.corpus import links_of, make_store, naive, ncts, put, trial

from trialtui.model.refs import Ref
from trialtui.model.term import Term
from trialtui.model.trial import Trial
from trialtui.query.clauses import Clause, Query
from trialtui.query.facets import SINGLE_VALUED, facets
from trialtui.query.search import search
from trialtui.query.search_language import parse_query
from trialtui.query.search_trials import TrialSets
from trialtui.store import index_text
from trialtui.store.store import Store
from trialtui.store.writer import Writer

NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
_WORDS = [
    "covid",
    "19",
    "COVID-19",
    "plasma",
    "Convalescent",
    "Ménière",
    "naïve",
    "IL-6",
    "β",
    "straße",
    "&gt;",
    "ＣＯＶＩＤ",
]
_MESH = ["D018352", "D003920", "HP:0002090"]
_DRUGS = ["Remdesivir", "Placebo", "Convalescent Plasma"]
_text = st.lists(st.sampled_from(_WORDS), max_size=6).map(" ".join)
_some_drugs = st.lists(st.sampled_from(_DRUGS), max_size=2, unique=True)


@st.composite
def _trials(draw: st.DrawFn) -> list[tuple[Trial, list[str]]]:
    numbers = draw(st.lists(st.integers(1, 10**8 - 1), min_size=1, max_size=8, unique=True))
    return [
        (
            trial(
                number,
                draw(_text),
                summary=draw(_text),
                criteria=draw(_text),
                drugs=draw(_some_drugs),
                conditions=draw(st.lists(_text, max_size=2)),
                measures=draw(st.lists(_text, max_size=2)),
                status=draw(st.sampled_from(["RECRUITING", "NOT_YET_RECRUITING", "COMPLETED", ""])),
                phases=draw(st.sampled_from([(), ("PHASE2",), ("PHASE2", "PHASE3"), ("PHASE3",), ("NA",)])),
                start=draw(st.sampled_from(["", "2019", "2020-05", "2021-01-02"])),
                countries=draw(st.lists(st.sampled_from(["Niger", "Nigeria", "Italy"]), max_size=2, unique=True)),
                sponsor=draw(st.sampled_from(["Gilead Sciences", "University of Niger"])),
                agency_class=draw(st.sampled_from(["INDUSTRY", "OTHER", ""])),
            ),
            draw(st.lists(st.sampled_from(_MESH), max_size=2, unique=True)),
        )
        for number in numbers
    ]


_clauses = st.sampled_from([
    "covid", '"covid 19"', "COVID-19", "plasma*", "con*", '"convalescent plasma"', "meniere", "naive", "IL-6",
    "β", "strasse", "gt", "missing", "19", '"19 plas"*', "status:recruiting", "status:none", "phase:3",
    "phase:3!", "phase:2/3", "phase:none", "year:2020", "year:..2020", "year:2020..", "year:none",
    "country:Niger", "country:Italy", "country:none", "sponsor:gilead", "sponsor:niger", "type:interventional",
    "class:industry", "class:none", "D018352", "D003920", "HP:0002090", "drug:remdesivir", "drug:placebo",
    "kind:trial",
])  # fmt: skip
_queries = st.lists(
    st.tuples(_clauses, st.booleans()).map(lambda pair: ("-" if pair[1] else "") + pair[0]), max_size=4
).map(lambda parts: parse_query(" ".join(parts)))


def _store(folder: Path, items: Sequence[tuple[Trial, list[str]]]) -> tuple[Store, dict[str, set[Ref]]]:
    linked = {item.nct_id: {link.ref for link in links_of(item, mesh)} for item, mesh in items}
    return make_store(folder, [item for item, _ in items], mesh={item.nct_id: mesh for item, mesh in items}), linked


@settings(
    max_examples=25, deadline=None, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(items=_trials(), queries=st.lists(_queries, min_size=12, max_size=12))
def test_results_are_those_of_a_straight_search_and_obey_the_algebra_of_sets(
    tmp_path_factory: pytest.TempPathFactory, items: list[tuple[Trial, list[str]]], queries: list[Query]
) -> None:
    store, linked = _store(tmp_path_factory.mktemp("corpus") / "store", items)
    trials = [item for item, _ in items]
    for query in queries:
        results = search(store, query)
        found = set(results.trials)
        assert {f"NCT{nct:08d}" for nct in found} == naive(trials, query, linked)
        assert list(results.trials) == sorted(found)
        assert results.trials.first(2) == sorted(found)[:2]
        for facet in facets(store, results.trials.bits, limit=None):
            for value in facet.values:
                assert value.clause is not None
                narrowed = search(store, query.with_clause(value.clause)).trials
                assert set(narrowed) <= found
                assert len(narrowed) == value.count
            if facet.name in SINGLE_VALUED:
                assert sum(value.count for value in facet.values) == len(found)
        for clause in query.clauses:
            opposite = Clause(clause.item, excluded=not clause.excluded)
            assert not len(search(store, query.with_clause(opposite)).trials)
    store.close()


@settings(
    max_examples=20, deadline=None, phases=NO_SHRINKING, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    first=_trials(), second=_trials(), queries=st.lists(_queries, min_size=8, max_size=8), frequent=st.integers(1, 4)
)
def test_the_text_index_follows_changed_and_added_trials(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    first: list[tuple[Trial, list[str]]],
    second: list[tuple[Trial, list[str]]],
    queries: list[Query],
    frequent: int,
) -> None:
    monkeypatch.setattr(index_text, "FREQUENT", frequent)
    monkeypatch.setattr(index_text, "FREQUENT_SHARE", 10**6)
    folder = tmp_path_factory.mktemp("changing") / "store"
    _store(folder, first)[0].close()
    changed = [(trial(int(old.nct_id[3:]), new.brief_title, summary=new.brief_summary), mesh)
               for (old, _), (new, mesh) in zip(first, second, strict=False)]  # fmt: skip
    with Writer(folder) as writer:
        for item, mesh in changed + second:
            put(writer, item, links_of(item, mesh))
    now = {item.nct_id: (item, mesh) for item, mesh in [*first, *changed, *second]}
    linked = {nct: {link.ref for link in links_of(item, mesh)} for nct, (item, mesh) in now.items()}
    store = Store(folder)
    for query in queries:
        found = search(store, query).trials
        assert {f"NCT{nct:08d}" for nct in found} == naive([item for item, _ in now.values()], query, linked)
    store.close()


def test_an_exact_status_never_leaks_its_neighbours(tmp_path: Path) -> None:
    store = make_store(
        tmp_path, [trial(1), trial(2, status="NOT_YET_RECRUITING"), trial(3, status="ACTIVE_NOT_RECRUITING")]
    )
    assert list(search(store, "status:recruiting").trials) == [1]
    assert list(search(store, "-status:recruiting").trials) == [2, 3]


def test_a_country_is_found_by_its_usual_name_but_not_by_part_of_another(tmp_path: Path) -> None:
    countries = ["Niger", "Nigeria", "Korea, Republic of", "United States", "Türkiye"]
    store = make_store(tmp_path, [trial(number, countries=[name]) for number, name in enumerate(countries, 1)])
    found = {
        query: list(search(store, f'country:"{query}"').trials) for query in ("niger", "south korea", "USA", "Turkey")
    }
    assert found == {"niger": [1], "south korea": [3], "USA": [4], "Turkey": [5]}
    unknown = search(store, "country:nigerria")
    assert not len(unknown.trials)
    assert "did you mean Nigeria?" in unknown.notes[0]


def test_a_phrase_does_not_reach_from_one_text_into_the_next(tmp_path: Path) -> None:
    store = make_store(tmp_path, [trial(1, conditions=["heart", "attack"]), trial(2, conditions=["heart attack"])])
    assert list(search(store, '"heart attack"').trials) == [2]
    assert list(search(store, "heart attack").trials) == [1, 2]


_CORONA = Term(ref=Ref("mesh", "D018352"), name="Coronavirus Infections")
_COVID = Term(ref=Ref("mesh", "D000086382"), name="COVID-19", parents=(_CORONA.ref,))
_TOCI = Term(ref=Ref("mesh", "C502936"), name="tocilizumab", synonyms=("Actemra",))


def test_narrower_terms_and_other_names_of_a_substance_are_counted_as_left_out(tmp_path: Path) -> None:
    names = ("Tocilizumab", "Tocilizumab 8 mg/kg", "RoActemra")
    drugs = [Term(ref=Ref("drug", name.casefold()), name="", parents=(_TOCI.ref,)) for name in names]
    items = [trial(number, drugs=[name]) for number, name in enumerate([*names, "Placebo"], 1)]
    mesh = {"NCT00000001": ["D018352"], "NCT00000002": ["D000086382"], "NCT00000004": ["D018352"]}
    store = make_store(tmp_path, items, mesh=mesh, terms=[_CORONA, _COVID, _TOCI, *drugs])
    results = search(store, "D018352 drug:tocilizumab")
    assert list(results.trials) == [1]
    assert [(item.label, item.count, str(item.query)) for item in results.wider] == [
        ("by substance", 3, "drug:tocilizumab+"),
        ("with narrower terms", 2, "D018352+ drug:tocilizumab+"),
    ]
    assert [list(search(store, item.query).trials) for item in results.wider] == [[1, 2, 3], [1, 2]]


def test_what_widening_does_not_add_is_not_left_out(tmp_path: Path) -> None:
    items = [trial(1, drugs=["Placebo"]), trial(2, drugs=["Placebo"])]
    results = search(make_store(tmp_path, items, mesh={"NCT00000001": ["D018352"]}), "D018352 drug:placebo")
    assert list(results.trials) == [1]
    assert results.wider == ()


def test_a_combination_is_widened_to_what_names_all_its_substances(tmp_path: Path) -> None:
    one, two = (Term(ref=Ref("mesh", f"C00000{n}"), name=name) for n, name in ((1, "lopinavir"), (2, "ritonavir")))
    names = {"lopinavir/ritonavir": (one, two), "ritonavir and lopinavir": (one, two), "ritonavir": (two,)}
    drugs = [Term(ref=Ref("drug", name), name="", parents=tuple(t.ref for t in held)) for name, held in names.items()]
    items = [trial(number, drugs=[name]) for number, name in enumerate(names, 1)]
    store = make_store(tmp_path, items, terms=[one, two, *drugs])
    assert list(search(store, "drug:lopinavir/ritonavir+").trials) == [1, 2]
    assert list(search(store, "drug:ritonavir+").trials) == [1, 2, 3]


def test_a_chemical_description_among_the_other_names_does_not_hide_the_substance(tmp_path: Path) -> None:
    bonds = Term(ref=Ref("mesh", "D004220"), name="Disulfides")
    drugs = [
        Term(ref=Ref("drug", "tocilizumab"), name="", parents=(bonds.ref, _TOCI.ref)),
        Term(ref=Ref("drug", "roactemra"), name="", parents=(_TOCI.ref,)),
    ]
    store = make_store(
        tmp_path, [trial(1, drugs=["Tocilizumab"]), trial(2, drugs=["RoActemra"])], terms=[bonds, _TOCI, *drugs]
    )
    assert list(search(store, "drug:tocilizumab+").trials) == [1, 2]


def test_a_drug_named_by_its_other_name_says_how_it_was_read(tmp_path: Path) -> None:
    items = [
        trial(1, drugs=["Tocilizumab"], other_names=["Actemra"]),
        trial(2, drugs=["Toci"], other_names=["Actemra"]),
    ]
    results = search(make_store(tmp_path, items), "drug:actemra")
    assert list(results.trials) == [1, 2]
    assert "another name of" in results.notes[0]


def test_what_the_store_lacks_is_said_with_what_was_searched(tmp_path: Path) -> None:
    results = search(make_store(tmp_path, [trial(1)]), "gene:ACE2")
    assert not results.found
    assert results.notes == ("gene ACE2: not in this store (1 trial, as of 2020-10-07)",)


def test_genes_and_variants_stand_for_the_trials_that_mention_them(tmp_path: Path) -> None:
    mentioned = {
        "NCT00000001": ["gene:ACE2"],
        "NCT00000002": ["mutation:BRAF:V600E"],
        "NCT00000003": ["mutation:V600E"],
    }
    bare = Term(ref=Ref("mutation", "V600E"), name="V600E")
    of_gene = Term(ref=Ref("mutation", "BRAF:V600E"), name="BRAF:V600E", parents=(bare.ref,))
    store = make_store(tmp_path, [trial(1), trial(2), trial(3)], mentioned=mentioned, terms=[bare, of_gene])
    assert list(search(store, "gene:ACE2").trials) == [1]
    assert list(search(store, "mutation:V600E").trials) == [2, 3]
    assert list(search(store, "mutation:BRAF:V600E").trials) == [2]


def test_words_of_many_trials_are_found_by_their_bitmaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_text, "FREQUENT", 3)
    items = [trial(number, "covid study" if number % 2 else "malaria study") for number in range(1, 9)]
    store = make_store(tmp_path, items)
    assert [word for (word,) in store.index.ask("SELECT word FROM frequent ORDER BY word")] == [
        "covid",
        "malaria",
        "study",
    ]
    assert list(search(store, "covid study").trials) == [1, 3, 5, 7]


def test_excluding_what_is_unknown_excludes_nothing(tmp_path: Path) -> None:
    store = make_store(tmp_path, [trial(1), trial(2)])
    sets = TrialSets(store)
    assert ncts(store, sets.of(parse_query("-D999999 -missing"))) == {"NCT00000001", "NCT00000002"}
