from __future__ import annotations

import pytest

from trialtui.model.refs import Ref
from trialtui.vocab import HpoTable, load_hpo, load_mesh


@pytest.fixture(scope="module")
def hpo() -> HpoTable:
    return load_hpo()


def test_a_term_has_name_synonyms_with_their_kind_and_parents(hpo: HpoTable) -> None:
    record = hpo.get("HP:0001250")
    assert record is not None
    assert record.name == "Seizure"
    assert ("Epileptic seizure", "exact", "") in [(each.text, each.scope, each.sort) for each in record.synonyms]
    assert ("Epilepsy", "related", "layperson") in [(each.text, each.scope, each.sort) for each in record.synonyms]
    assert ("Seizures", "exact", "plural") in [(each.text, each.scope, each.sort) for each in record.synonyms]
    assert record.parents == ("HP:0012638",)


def test_names_and_exact_synonyms_lead_to_their_term(hpo: HpoTable) -> None:
    assert hpo.by_name("pneumonia") == "HP:0002090"
    assert hpo.by_name("Mental  Retardation") == "HP:0001249"
    assert hpo.by_name("nothing of the kind") is None


def test_a_merged_id_leads_to_the_term_it_was_merged_into(hpo: HpoTable) -> None:
    record = hpo.get("HP:0004715")
    assert record is not None
    assert record.id == "HP:0000003"


def test_a_retired_id_leads_to_what_replaces_it(hpo: HpoTable) -> None:
    retired = [record for record in hpo if record.obsolete and record.replaced_by]
    assert len(retired) > 300
    for record in retired[:50]:
        replacement = hpo.get(record.id)
        assert replacement is not None
        assert not replacement.obsolete


def test_a_retired_term_without_replacement_says_so(hpo: HpoTable) -> None:
    retired = next(record for record in hpo if record.obsolete and hpo.current(record.id) == record.id)
    term = hpo.term(retired.id)
    assert term is not None
    assert term.note == "obsolete in HPO"


def test_the_hierarchy_leads_up_to_the_root_and_down_again(hpo: HpoTable) -> None:
    ancestors = hpo.ancestors("HP:0002090")
    assert "HP:0000118" in ancestors
    assert ancestors[-1] == "HP:0000001"
    assert "HP:0002090" in hpo.descendants("HP:0000118")
    assert all("HP:0001250" in hpo.parents(child) for child in hpo.children("HP:0001250"))


def test_unknown_ids_give_nothing(hpo: HpoTable) -> None:
    assert hpo.get("HP:9999999") is None
    assert hpo.term("HP:9999999") is None
    assert hpo.ancestors("HP:9999999") == hpo.genes_of("HP:9999999") == hpo.mesh_of("HP:9999999") == ()


@pytest.mark.parametrize(
    ("mesh_id", "hpo_id"),
    [
        ("D011014", "HP:0002090"), ("D008269", "HP:0011505"), ("D018376", "HP:0001626"), ("D002318", "HP:0001626"),
        ("D009220", "HP:0100614"), ("D003866", "HP:0000716"), ("D001327", "HP:0002960"), ("D008173", "HP:0006536"),
    ],
)  # fmt: skip
def test_the_mesh_cross_references_are_those_of_the_original_site(hpo: HpoTable, mesh_id: str, hpo_id: str) -> None:
    assert hpo_id in hpo.of_mesh(mesh_id)
    assert mesh_id in hpo.mesh_of(hpo_id)


@pytest.mark.parametrize("mesh_id", ["D018352", "D045169", "D055371", "D012127", "D012128", "D011024", "D013927"])
def test_what_had_no_twin_on_the_original_site_has_none(hpo: HpoTable, mesh_id: str) -> None:
    assert hpo.of_mesh(mesh_id) == ()


def test_every_cross_reference_leads_from_a_known_mesh_record_to_a_live_term(hpo: HpoTable) -> None:
    mesh = load_mesh()
    for record in [*mesh.descriptors(), *mesh.supplementary()]:
        for unique_id in hpo.of_mesh(record.id):
            term = hpo.get(unique_id)
            assert term is not None
            assert term.id == unique_id
            assert not term.obsolete


def test_a_term_has_the_genes_of_its_diseases(hpo: HpoTable) -> None:
    genes = hpo.genes_of("HP:0002090")
    assert "ABCA3" in genes
    assert list(genes) == sorted(genes)


def test_a_term_is_handed_out_as_plain_data(hpo: HpoTable) -> None:
    term = hpo.term("HP:0002090")
    assert term is not None
    assert (term.ref, term.name, term.source) == (Ref("hpo", "HP:0002090"), "Pneumonia", "HPO")
    assert Ref("hpo", "HP:0011947") in term.parents
