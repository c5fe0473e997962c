from __future__ import annotations

from pathlib import Path

import pytest

from trialtui import vocab
from trialtui.vocab.tables import VocabularyError
from trialtui.vocab.update import update

OBO = """format-version: 1.2
data-version: hp/releases/2030-02-03
ontology: hp.obo

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0000118
name: Phenotypic abnormality
alt_id: HP:0000119
def: "Prose that is not kept." [here]
synonym: "Organ abnormality" EXACT []
synonym: "A \\"quoted\\" one" RELATED layperson []
synonym: "PA" EXACT abbreviation [ORCID:1]
is_a: HP:0000001 ! All

[Term]
id: HP:0000120
name: obsolete Something
is_obsolete: true
replaced_by: HP:0000118

[Typedef]
id: part_of
name: part of
"""
HGNC = (
    "hgnc_id\tsymbol\tname\tlocus_group\tstatus\talias_symbol\talias_name\tprev_symbol\tprev_name\tuniprot_ids\tdate_modified\n"
    'HGNC:1\tAAA1\talpha one\tprotein-coding gene\tApproved\t"AA|A-1"\t\tOLD1\t\tP1\t2030-01-02\n'
    "HGNC:2\tBBB1\tbeta one\tpseudogene\tApproved\t\t\t\t\t\t2030-05-05\n"
)
ASCII = """*NEWRECORD
RECTYPE = D
MH = Calcimycin
ENTRY = A-23187|T109|T195|LAB
PRINT ENTRY = A23187|T109
MN = D02.355.291
MN = D03.633.100
UI = D000001

*NEWRECORD
RECTYPE = Q
SH = abnormalities
UI = Q000002
"""
XML = """<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20250101.dtd">
<DescriptorRecordSet LanguageCode="eng">
<DescriptorRecord><DescriptorUI>D000001</DescriptorUI><DescriptorName><String>Calcimycin</String></DescriptorName>
<TreeNumberList><TreeNumber>D02.355.291</TreeNumber></TreeNumberList>
<ConceptList><Concept><TermList><Term><String>Calcimycin</String></Term></TermList></Concept>
<Concept><TermList><Term><String>A-23187</String></Term></TermList></Concept></ConceptList></DescriptorRecord>
</DescriptorRecordSet>
"""


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_newer_ontology_is_read_by_the_loaders(tmp_path: Path) -> None:
    infos = update([_file(tmp_path, "anything.txt", OBO)], tmp_path / "own")
    assert infos["hpo"].version == "2030-02-03"
    hpo = vocab.load_hpo(tmp_path / "own")
    record = hpo.get("HP:0000119")
    assert record is not None
    assert record.id == "HP:0000118"
    assert [(each.text, each.scope, each.sort) for each in record.synonyms] == [
        ("Organ abnormality", "exact", ""),
        ('A "quoted" one', "related", "layperson"),
        ("PA", "exact", "abbreviation"),
    ]
    assert hpo.current("HP:0000120") == "HP:0000118"
    assert len(hpo) == 3
    assert vocab.versions(tmp_path / "own")["HPO"] == "2030-02-03"


def test_genes_keep_what_codes_for_a_protein(tmp_path: Path) -> None:
    update([_file(tmp_path, "hgnc.txt", HGNC)], tmp_path / "own")
    genes = vocab.load_genes(tmp_path / "own")
    assert [row.symbol for row in genes] == ["AAA1"]
    assert genes.resolve("a-1") == genes.resolve("OLD1") == "AAA1"


@pytest.mark.parametrize(("name", "text"), [("d2031.bin", ASCII), ("desc2031.xml", XML)])
def test_descriptors_are_read_from_both_of_nlms_forms(tmp_path: Path, name: str, text: str) -> None:
    infos = update([_file(tmp_path, name, text)], tmp_path / "own")
    assert infos["mesh"].version == "2031"
    mesh = vocab.load_mesh(tmp_path / "own")
    assert len(mesh) == 1
    record = mesh.get("D000001")
    assert record is not None
    assert record.name == "Calcimycin"
    assert "A-23187" in record.synonyms
    assert "D02.355.291" in record.trees


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.txt", "nothing of the kind"),
        ("empty.obo", ""),
        ("head.obo", "format-version: 1.2\nontology: hp.obo\n"),
        ("broken.obo", "format-version: 1.2\ndata-version: 1\n\n[Term]\nname: no id\n"),
        ("broken.xml", "<DescriptorRecordSet><DescriptorRecord>"),
        ("entities.xml", '<!DOCTYPE x [<!ENTITY a "aaa">]><DescriptorRecordSet>&a;</DescriptorRecordSet>'),
        ("columns.txt", "hgnc_id\tsymbol\tname\nHGNC:1\tA\tb\n"),
    ],
)
def test_a_bad_file_is_named_and_changes_nothing(tmp_path: Path, name: str, text: str) -> None:
    good = _file(tmp_path, "hp.obo", OBO)
    with pytest.raises(VocabularyError, match=name):
        update([good, _file(tmp_path, name, text)], tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_a_packed_file_is_said_to_be_packed(tmp_path: Path) -> None:
    path = tmp_path / "hp.obo.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00rest")
    with pytest.raises(VocabularyError, match="unpack"):
        update([path], tmp_path / "own")
