from __future__ import annotations

import pytest

from trialtui.model.refs import Ref
from trialtui.vocab import MeshTable, load_mesh


@pytest.fixture(scope="module")
def mesh() -> MeshTable:
    return load_mesh()


def test_a_descriptor_has_its_name_its_entry_terms_and_its_trees(mesh: MeshTable) -> None:
    record = mesh.get("D045169")
    assert record is not None
    assert record.name == "Severe Acute Respiratory Syndrome"
    assert "Respiratory Syndrome, Severe Acute" in record.synonyms
    assert all(tree.startswith("C") for tree in record.trees)


@pytest.mark.parametrize(
    ("registered", "own"),
    [("D000018352", "D018352"), ("D000086382", "D000086382"), ("C000053541", "C053541"), ("C000606551", "C000606551")],
)
def test_padded_ids_are_read_as_mesh_writes_them(mesh: MeshTable, registered: str, own: str) -> None:
    record = mesh.get(registered)
    assert record is not None
    assert record.id == own


def test_an_unknown_id_gives_nothing(mesh: MeshTable) -> None:
    assert mesh.get("D999999") is None
    assert mesh.get("") is None
    assert mesh.term("C999999999") is None
    assert mesh.parents("D999999") == mesh.ancestors("D999999") == mesh.children("D999999") == ()


@pytest.mark.parametrize(
    ("name", "unique_id"),
    [
        ("COVID-19", "D000086382"),
        ("covid 19", "D000086382"),
        ("  Coronavirus   infections ", "D018352"),
        ("Pneumonia, Viral", "D011024"),
        ("viral pneumonia", "D011024"),
        ("Respiratory Syndrome, Severe Acute", "D045169"),
        ("tocilizumab", "C502936"),
    ],
)
def test_a_name_in_any_case_punctuation_or_order_leads_to_its_record(
    mesh: MeshTable, name: str, unique_id: str
) -> None:
    assert mesh.by_name(name) == unique_id


def test_what_is_no_name_leads_nowhere(mesh: MeshTable) -> None:
    assert mesh.by_name("") is None
    assert mesh.by_name("no such disease at all") is None


def test_every_preferred_name_of_a_descriptor_leads_back_to_it(mesh: MeshTable) -> None:
    astray = [record.name for record in mesh.descriptors() if mesh.by_name(record.name) != record.id]
    # Two descriptors that differ in punctuation alone share a key; the first one has it.
    assert len(astray) < 10


def test_the_trees_give_parents_children_and_ancestors(mesh: MeshTable) -> None:
    assert "D018352" in mesh.parents("D045169")
    assert "D045169" in mesh.children("D018352")
    ancestors = mesh.ancestors("D045169")
    assert len(set(ancestors)) == len(ancestors)
    assert {"D018352", "D014777", "D012327"} <= set(ancestors)
    assert "D045169" not in ancestors


def test_every_child_names_its_parent(mesh: MeshTable) -> None:
    for child in mesh.children("D012140"):
        assert "D012140" in mesh.parents(child)


def test_the_tops_of_the_disease_trees_have_no_parents(mesh: MeshTable) -> None:
    roots = mesh.roots("C")
    assert "D009369" in roots
    assert all(mesh.parents(root) == () for root in roots)


def test_a_supplementary_record_stands_under_the_descriptors_it_is_mapped_to(mesh: MeshTable) -> None:
    term = mesh.term("C000606551")
    assert term is not None
    assert term.name == "remdesivir"
    assert term.ref == Ref("mesh", "C000606551")
    assert Ref("mesh", "D000249") in term.parents


def test_substances_are_told_from_diseases_and_measures(mesh: MeshTable) -> None:
    assert mesh.is_substance("D006886")
    assert mesh.is_substance("C000606551")
    assert not mesh.is_substance("D045169")
    assert not mesh.is_substance("D059039")


def test_brand_names_are_names_of_the_substance(mesh: MeshTable) -> None:
    assert mesh.by_drug_name("Plaquenil") == "D006886"
    term = mesh.term("D006886")
    assert term is not None
    assert "plaquenil" in term.synonyms
