from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from tests.query.corpus import make_store, trial

from trialtui.cli.main import run
from trialtui.cli.searching import query_text
from trialtui.model.refs import Ref
from trialtui.model.term import Term


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    infarction = Term(ref=Ref("mesh", "D009203"), name="Myocardial Infarction", synonyms=("Heart Attack",))
    items = [
        trial(1, "Convalescent plasma", drugs=["Plasma"], status="COMPLETED", phases=["PHASE2", "PHASE3"]),
        trial(2, "Plasma \x1b[31mred", drugs=["Plasma"], phases=["PHASE3"]),
        trial(3, "Placebo trial", drugs=["Placebo"]),
    ]
    folder = tmp_path_factory.mktemp("command") / "store"
    make_store(folder, items, mesh={"NCT00000003": ["D009203"]}, terms=[infarction]).close()
    return str(folder)


def output(capfdbinary: pytest.CaptureFixture[bytes], folder: str, *arguments: str) -> tuple[int, str, str]:
    code = run(["--store", folder, "search", *arguments])
    caught = capfdbinary.readouterr()
    return code, caught.out.decode(), caught.err.decode()


def test_entities_come_before_trials_each_with_its_count(
    capfdbinary: pytest.CaptureFixture[bytes], folder: str
) -> None:
    code, out, err = output(capfdbinary, folder, "plasma")
    assert code == 0
    lines = out.splitlines()
    assert lines[:2] == ["Drugs", "           2  drug:plasma  Plasma"]
    assert lines[2:4] == ["Trials", "  Compl  NCT00000001  Convalescent plasma"]
    assert "2 trials" in err


def test_a_synonym_is_said(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    assert "Myocardial Infarction (Heart Attack)" in output(capfdbinary, folder, "heart", "attack")[1]


def test_titles_cannot_steer_the_terminal(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    assert "\x1b" not in output(capfdbinary, folder, "red")[1]


def test_options_narrow(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    rows = orjson.loads(output(capfdbinary, folder, "plasma", "--status", "completed", "--kind", "trial", "--json")[1])
    assert [row["ref"] for row in rows] == ["NCT00000001"]
    rows = orjson.loads(output(capfdbinary, folder, "--phase", "3!", "--kind", "trial", "--json")[1])
    assert [row["ref"] for row in rows] == ["NCT00000002"]


def test_json_says_what_was_matched(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    code, out, _ = output(capfdbinary, folder, "heart attack", "--json")
    assert code == 0
    assert orjson.loads(out) == [
        {"ref": "D009203", "kind": "mesh", "name": "Myocardial Infarction", "matched": "Heart Attack"}
    ]


def test_a_word_after_a_minus_is_excluded_and_no_option(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    rows = orjson.loads(output(capfdbinary, folder, "-placebo", "kind:trial", "--json")[1])
    assert [row["ref"] for row in rows] == ["NCT00000001", "NCT00000002"]


def test_a_kind_without_a_name_lists_all_of_it_the_commonest_first(
    capfdbinary: pytest.CaptureFixture[bytes], folder: str
) -> None:
    code, out, err = output(capfdbinary, folder, "kind:drug")
    assert (code, err) == (0, "")
    assert out.splitlines() == ["Drugs", "           2  drug:plasma  Plasma", "           1  drug:placebo  Placebo"]
    out = output(capfdbinary, folder, "kind:drug", "phase:2")[1]
    assert out.splitlines() == ["Drugs", "           1  drug:plasma  Plasma"]
    out = output(capfdbinary, folder, "kind:drug", "D009203")[1]
    assert out.splitlines() == ["Drugs", "           1  drug:placebo  Placebo"]
    assert output(capfdbinary, folder, "kind:snp")[0] == 1


def test_a_limit_holds_for_each_kind_and_says_so(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    out = output(capfdbinary, folder, "kind:drug", "--limit", "1")[1]
    assert out.splitlines()[:2] == ["Drugs", "           2  drug:plasma  Plasma"]
    assert out.splitlines()[2].strip().startswith("1 of 2;")


def test_a_limit_is_said_as_n_of_m(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    _, out, err = output(capfdbinary, folder, "plasma", "kind:trial", "--limit", "1")
    assert out.count("NCT") == 1
    assert "1 of 2" in err
    _, out, err = output(capfdbinary, folder, "plasma", "--json", "--limit", "2")
    assert [row["ref"] for row in orjson.loads(out)] == ["drug:plasma", "NCT00000001"]
    assert "2 of 3" in err
    assert " of " not in output(capfdbinary, folder, "plasma", "--json")[2]


def test_words_without_a_command_are_answered_without_the_browser(
    capfdbinary: pytest.CaptureFixture[bytes], folder: str
) -> None:
    assert run(["--store", folder, "plasma", "-convalescent", "kind:trial", "--json"]) == 0
    assert [row["ref"] for row in orjson.loads(capfdbinary.readouterr().out)] == ["NCT00000002"]
    assert run(["--store", folder, "--limit", "1", "plasma", "kind:trial"]) == 0
    caught = capfdbinary.readouterr()
    assert caught.out.count(b"NCT") == 1 and b"1 of 2" in caught.err
    assert run(["--store", folder, "plasma", "-red"]) == 2
    assert b"trialtui search plasma -red" in capfdbinary.readouterr().err


def test_nothing_found_says_where_and_what_may_be_meant(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    code, out, err = output(capfdbinary, folder, "hert", "attack")
    assert (code, out) == (1, "")
    assert "hert attack: not in this store (3 trials, as of 2020-10-07)" in err
    assert output(capfdbinary, folder, "NCT99999999")[2].count("NCT99999999: not in this store") == 1
    assert "did you mean: heart attack" in err
    assert output(capfdbinary, folder, "zzzz", "--json")[:2] == (1, "[]\n")


def test_what_cannot_be_read_is_pointed_at(capfdbinary: pytest.CaptureFixture[bytes], folder: str) -> None:
    code, _, err = output(capfdbinary, folder, 'foo "bar')
    assert code == 2
    assert err.splitlines()[1:] == ['  foo "bar', "      ^"]
    assert output(capfdbinary, folder)[0] == 2


@pytest.mark.parametrize(
    ("words", "query"),
    [
        (["heart attack"], "heart attack"),
        (["heart attack", "covid"], '"heart attack" covid'),
        (["-heart attack", "covid"], '-"heart attack" covid'),
        (["drug:two words", "covid"], 'drug:"two words" covid'),
        (["note: two words", "covid"], '"note: two words" covid'),
        (['say "heart attack"', "covid"], 'say "heart attack" covid'),
    ],
)
def test_an_argument_with_blanks_is_a_phrase_unless_it_is_the_only_one(words: list[str], query: str) -> None:
    assert query_text(words) == query


def test_options_join_the_query() -> None:
    assert query_text(["x"], (("status", "Active, not recruiting"), ("phase", "3!"))) == (
        'x status:"Active, not recruiting" phase:3!'
    )


def test_the_search_is_offered_for_a_word_that_is_almost_its_name(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    assert run(["--store", str(tmp_path), "serach", "x"]) == 2
    assert b"trialtui search" in capfdbinary.readouterr().err


def test_trials_that_only_mention_a_term_are_counted_apart(
    capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    names = ["HP:0001945", "gene:FEV"]
    items = [trial(number, f"Owls {number}", status="COMPLETED" if number == 1 else "RECRUITING") for number in (1, 2)]
    terms = [Term(ref=Ref("hpo", names[0]), name="Fever"), Term(ref=Ref("gene", "FEV"), name="FEV")]
    folder = tmp_path / "store"
    mesh = {items[0].nct_id: ["D011014"]}
    mentioned = {item.nct_id: [*names, "D011014"] for item in items}
    make_store(folder, items, mesh=mesh, mentioned=mentioned, terms=terms).close()
    out = output(capfdbinary, str(folder), "fev")[1]
    assert "        0 +2  HP:0001945  Fever" in out.splitlines()
    assert "           2  gene:FEV  FEV" in out.splitlines()
    assert output(capfdbinary, str(folder), "D011014", "kind:mesh")[1].splitlines()[1].split()[:2] == ["1", "+1"]
    narrowed = output(capfdbinary, str(folder), "fev", "status:completed")[1]
    assert "+" not in narrowed
    assert run(["--store", str(folder), "list", "gene"]) == 0
    assert capfdbinary.readouterr().out.decode().split() == ["2", "gene:FEV", "FEV"]
