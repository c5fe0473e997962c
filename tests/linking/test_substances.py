from __future__ import annotations

import pytest

from trialtui.linking.substances import SubstanceLinker
from trialtui.vocab import load_mesh


@pytest.fixture(scope="module")
def linker() -> SubstanceLinker:
    return SubstanceLinker(load_mesh())


def ids(linker: SubstanceLinker, name: str, *other_names: str, type: str = "DRUG") -> list[str]:
    return [ref.key for ref in linker.substances(name, other_names, type)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Hydroxychloroquine", ["D006886"]),
        ("hydroxychloroquine sulfate 400 mg tablets", ["D006886"]),
        ("Plaquenil 200Mg Tablet", ["D006886"]),
        ("sildenafil", ["D000068677"]),
        ("Remdesivir", ["C000606551"]),
        ("Tocilizumab 20 MG/ML Intravenous Solution [ACTEMRA]", ["C502936"]),
        ("Gemcitabine Hydrochloride", ["D000093542"]),
        ("Heparin sodium", ["D006493"]),
        ("Vitamin D3", ["D002762"]),
        ("Zinc sulfate", ["D019287"]),
        ("Sodium chloride 0.9%", ["D012965"]),
        ("BNT162b2", ["D000090982"]),
        ("Oxygen", ["D010100"]),
    ],
)
def test_dose_form_route_salt_and_brand_lead_to_the_substance(
    linker: SubstanceLinker, name: str, expected: list[str]
) -> None:
    assert ids(linker, name) == expected


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("lopinavir/ritonavir", {"D061466", "D019438"}),
        ("Lopinavir and Ritonavir 400/100 mg", {"D061466", "D019438"}),
        ("Kaletra", {"D061466", "D019438"}),
        ("Hydroxychloroquine + azithromycin", {"D006886", "D017963"}),
        ("nivolumab plus ipilimumab", {"D000077594", "D000074324"}),
        ("trimethoprim/sulfamethoxazole", {"D015662", "D014295", "D013420"}),
        ("emtricitabine/tenofovir disoproxil fumarate", {"D000068679", "D000068698"}),
    ],
)
def test_a_combination_leads_to_every_part(linker: SubstanceLinker, name: str, parts: set[str]) -> None:
    assert parts <= set(ids(linker, name))


@pytest.mark.parametrize(
    "name",
    [
        "Placebo to match adalimumab",
        "Placebo matching lopinavir/ritonavir",
        "adalimumab placebo",
        "Adalimumab-matching placebo",
        "Placebo for hydroxychloroquine",
        "Placebo (glucose)",
        "Placebo - starch capsules",
        "Placebo",
        "Sham injection of bevacizumab",
        "will not receive tocilizumab",
        "Standard of care without hydroxychloroquine",
        "no aspirin",
        "Discontinuation of methotrexate",
        "standard of care",
        "control",
        "convalescent plasma",
        "anti-insulin antibody test",
        "ferritin inhibitor",
        "platinum-based chemotherapy",
        "solution",
        "",
    ],
)
def test_what_is_not_given_leads_to_nothing(linker: SubstanceLinker, name: str) -> None:
    assert ids(linker, name) == []


@pytest.mark.parametrize(
    "name",
    [
        "Adalimumab or placebo",
        "adalimumab/placebo",
        "Adalimumab + placebo",
        "Placebo + adalimumab",
        "Placebo plus adalimumab",
    ],
)
def test_a_substance_beside_a_placebo_is_given(linker: SubstanceLinker, name: str) -> None:
    assert ids(linker, name) == ["D000068879"]


def test_other_names_count(linker: SubstanceLinker) -> None:
    assert ids(linker, "Study drug", "Arava", "leflunomide") == ["D000077339"]


def test_the_other_names_of_a_placebo_do_not(linker: SubstanceLinker) -> None:
    assert ids(linker, "Placebo", "Glucose", "Saline solution") == []


def test_systematic_chemical_names_are_not_taken_apart(linker: SubstanceLinker) -> None:
    assert ids(linker, "XX-1", "2-(4-(2-(carbonyl)oxy)ethyl)carbonate (glycol)") == []


@pytest.mark.parametrize("type", ["DIAGNOSTIC_TEST", "Diagnostic Test", "BEHAVIORAL", "PROCEDURE"])
def test_what_is_done_or_measured_gives_nothing(linker: SubstanceLinker, type: str) -> None:
    assert ids(linker, "insulin", type=type) == []


def test_a_measurement_registered_as_other_gives_nothing(linker: SubstanceLinker) -> None:
    assert ids(linker, "Analysis of insulin and glucose", type="OTHER") == []
    assert ids(linker, "Glucose", type="OTHER") == ["D005947"]


def test_a_salt_that_mesh_knows_leads_to_its_base_too(linker: SubstanceLinker) -> None:
    assert ids(linker, "Dexamethasone acetate") == ["C018038", "D003907"]


def test_each_substance_comes_once_and_in_order(linker: SubstanceLinker) -> None:
    assert ids(linker, "azithromycin, hydroxychloroquine", "Azithromycin", "HCQ") == ["D017963", "D006886"]
