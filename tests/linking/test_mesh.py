from __future__ import annotations

import pytest

from trialtui.linking.automaton import Matcher
from trialtui.linking.mesh import MeshLinker, mesh_matcher
from trialtui.vocab import load_mesh


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return mesh_matcher(load_mesh())


@pytest.fixture(scope="module")
def linker(matcher: Matcher) -> MeshLinker:
    return MeshLinker(load_mesh(), matcher)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("COVID-19", ["D000086382"]),
        ("Pneumonia, Viral", ["D011024"]),
        ("viral pneumonia in children", ["D011024"]),
        ("Non-small cell lung cancer", ["D002289"]),
        ("Hydroxychloroquine for COVID-19", ["D006886", "D000086382"]),
        ("Erectile Dysfunction Following Radical Prostatectomy", ["D007172", "D011468"]),
        ("HIV", ["D006678"]),
    ],
)
def test_the_descriptors_of_a_condition_or_title_are_found(linker: MeshLinker, text: str, ids: list[str]) -> None:
    assert [mention.ref.key for mention in linker.mentions(text)] == ids


@pytest.mark.parametrize(
    "text",
    ["", "  ", "Patients", "A Study of Safety", "treatment", "placebo", "face", "role of aid", "Disease or Syndrome"],
)
def test_what_says_nothing_of_a_trial_is_not_found(linker: MeshLinker, text: str) -> None:
    assert linker.mentions(text) == []


def test_a_mention_says_where_it_stands(linker: MeshLinker) -> None:
    text = " Asthma "
    (mention,) = linker.mentions(text)
    assert (mention.start, mention.end, mention.text, mention.name) == (1, 7, "Asthma", "Asthma")


@pytest.mark.parametrize(
    ("text", "unique_id"), [("severe ketosis in adults", "D007662"), ("Ketoses intake and diet", "D007661")]
)
def test_of_words_that_differ_by_their_ending_the_one_that_stands_there_is_found(
    linker: MeshLinker, text: str, unique_id: str
) -> None:
    found = {mention.ref.key for mention in linker.mentions(text)}
    assert found & {"D007661", "D007662"} == {unique_id}


def test_of_overlapping_descriptors_the_longest_is_found(linker: MeshLinker) -> None:
    (mention,) = linker.mentions("the acute respiratory distress syndrome")
    assert mention.ref.key == "D012128"
    assert mention.text in ("acute respiratory distress syndrome", "respiratory distress syndrome")
