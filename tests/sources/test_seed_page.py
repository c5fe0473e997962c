from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.model.codec import from_document, to_document
from trialtui.model.published import PublishedPage, PublishedTrial
from trialtui.model.refs import Ref, parse_ref
from trialtui.model.trial import Intervention, MeshTerm, Outcome, Trial
from trialtui.sources.seed_page import (
    NotASeedPage,
    SeedSource,
    mesh_names_of,
    parse_seed_page,
    read_address,
    terms_of,
    trials_of,
)

CHECKOUT = Path(__file__).resolve().parents[2]
SEED = (CHECKOUT / "seeds" / "000_e67fb0c16db16383.txt").read_text(encoding="utf-8")
PAGES = CHECKOUT.parent / "shared" / "pages"
SITE = "http://covidresearchtrials.com"
CLOSING = "No related HPO nodes (Using clinical trials)"
TOP = "CovidResearchTrials by Shray Alag\n\nCovidResearchTrials Covid 19 Research using Clinical Trials (Home Page)\n\n"
MENU = "Developed by Shray Alag\nClinical Trial MeSH HPO Drug Gene SNP Protein Mutation\n\n"
TITLES = "Name (Synonyms) Correlation\n"
OUTCOMES = "Primary Outcomes\n\nMeasure: Fever\n\nTime: 7 days\n\n"
ROWS = (
    "Correlated Drug Terms (3)\n\n" + TITLES + "drug7 Zink 25% (50 mg), \"old\" Wiki 1.00\n"
    "drug1032 Examinations for the research: Wiki 0.35\ndrug12 2 NIH Wiki 0.01\n\n"
    "Correlated MeSH Terms (3)\n\n" + TITLES + "D000070627 Chronic Traumatic Encephalopathy NIH 0.20\n"
    "D001930 Brain Injuries, NIH 0.19\nD018352 Coronavirus Infections NIH 0.05\n\n"
    "Correlated HPO Terms (1)\n\n" + TITLES + "HP:0002090 Pneumonia HPO 0.05\n\n"
)  # fmt: skip
TRIALS = (
    "There are 2 clinical trials\n\nClinical Trials\n\n\n"
    "1 First trial of β-carotene\n\nRationale: much.\n\n1) an item\n\n2 arms are planned.\n\n"
    "Primary Objective: none.\n\n"
    "NCT00000001 Brain Injuries, Pneumonia Drug: Zink Dietary Supplement: Tea\n"
    "MeSH:Brain Injuries, Coronavirus Infections\nHPO:Pneumonia\n\n"
    "Primary Outcomes\n\nDescription: Counted.\n\n2 raters look.\n\nMeasure: Days\n\nTime: Day 1\n\nMeasure: Fever\n\n"
    "Secondary Outcomes\n\nMeasure: Pain\n\nTime: Day 2\n\n\n"
    "2 Second trial\n\nIt watches.\n\nNCT00000002 Anosmia\n\n" + OUTCOMES + "\n" + CLOSING + "\n"
)  # fmt: skip
DRUG_PAGE = TOP + "Zink ß WikiWiki\n\n" + MENU + ROWS + TRIALS
MESH_PAGE = TOP + "Report for D009203: Myocardial Ischemia NIH\n\n(Synonyms: Myoc, Heart,)\n\n" + MENU + ROWS + TRIALS
HPO_PAGE = TOP + "HP:0002960: AutoimmunityHPO\n\n" + MENU + ROWS + TRIALS
B_PAGE = (
    "Developed by Shray Alag, The Harker School\nSections: Correlations,\nClinical Trials, and HPO\n"
    "Navigate: Clinical Trials and HPO\nName (Synonyms) | Correlation |\n---|\ndrug5 Tea Wiki | 0.50 |\n"
    "Navigate: Correlations HPO\nThere are 2 clinical trials\nSummary one.\nNCT00000001 Pain Drug: Tea\n"
    "Description: Long.\nMeasure: Days\nTime: Day 1\nSummary two.\nNCT00000002 Pain\nMeSH:Pain\n" + CLOSING + "\n"
)  # fmt: skip


def only(page: PublishedPage) -> PublishedTrial:
    (block,) = page.trials
    return block


def one_trial(registration: str, rest: str = OUTCOMES, heading: str = "ZinkWiki", tables: str = "") -> str:
    return (
        f"{TOP}{heading}\n\n{MENU}{tables}There is one clinical trial.\n\nClinical Trials\n\n\n1 A title\n\n"
        f"A summary.\n\n{registration}\n{rest}{CLOSING}\n"
    )


class TestTheSeedPage:
    page = parse_seed_page(SEED, SeedSource(file="seed.txt"))

    def test_entity_and_frame(self) -> None:
        page = self.page
        assert (page.ref, page.kind, page.id, page.layout) == (
            Ref("drug", "intravenous infusions of stem cells"), "drug", "", "A",
        )  # fmt: skip
        assert page.title == "Intravenous Infusions of Stem Cells"
        assert (page.site, page.author) == ("CovidResearchTrials by Shray Alag", "Developed by Shray Alag")
        assert (page.trial_count, page.related_hpo, page.truncated_after) == (1, CLOSING, "")
        assert page.text == SEED

    def test_tables(self) -> None:
        rows = [[(row.id, row.correlation) for row in table.rows] for table in self.page.tables]
        assert [(table.kind, table.declared, table.complete) for table in self.page.tables] == [
            ("drug", 1, True), ("mesh", 2, True), ("hpo", 0, True),
        ]  # fmt: skip
        assert rows == [[("drug2951", 1.0)], [("D045169", 0.05), ("D018352", 0.04)], []]
        assert self.page.tables[0].rows[0].name.endswith("in the COVID-19 environment.")

    def test_trial(self) -> None:
        (trial,) = trials_of(self.page, mesh_names_of(self.page))
        assert (trial.nct_id, trial.conditions) == ("NCT04437823", ("Corona Virus Infection",))
        assert trial.brief_title.startswith("Efficacy of") and trial.brief_title.endswith("COVID-19 Patients")
        assert trial.brief_summary.startswith("Stem cell therapy") and trial.brief_summary.endswith("diagnostic assay.")
        assert trial.interventions == (Intervention(name="Intravenous Infusions of Stem Cells", type="Biological"),)
        assert [outcome.role for outcome in trial.outcomes] == ["primary"] * 2 + ["secondary"] * 4
        assert all(o.measure and o.description and o.time_frame == "Day 01 to Day 30" for o in trial.outcomes)
        assert trial.outcomes[4].measure == "Rate of mortality"
        assert trial.condition_meshes == (
            MeshTerm("D018352", "Coronavirus Infections"), MeshTerm("D045169", "Severe Acute Respiratory Syndrome"),
        )  # fmt: skip
        assert (trial.source, trial.source_file, trial.record_as_of) == ("seed page", "seed.txt", "")
        assert {"overall_status", "phases", "eligibility"} <= set(trial.missing)
        assert not {"brief_title", "outcomes", "condition_meshes"} & set(trial.missing)
        assert (trial.overall_status, trial.has_results, trial.truncated_after) == ("", None, "")

    def test_terms(self) -> None:
        terms = terms_of(parse_seed_page(SEED, SeedSource(snapshot="2020-08-16")))
        assert [str(term.ref) for term in terms][0::2] == ["drug:intravenous infusions of stem cells", "D045169"]
        assert len(terms) == 4
        assert all("Intravenous Infusions" in term.source and "2020-08-16" in term.source for term in terms)

    def test_windows_line_ends_and_a_byte_order_mark_change_nothing_but_the_text(self) -> None:
        windows = parse_seed_page("\ufeff" + SEED.replace("\n", "\r\n"), SeedSource(file="seed.txt"))
        assert (windows.trials, windows.tables, windows.ref) == (self.page.trials, self.page.tables, self.page.ref)


class TestRowsAndHeadings:
    def test_names_are_kept_as_printed(self) -> None:
        page = parse_seed_page(DRUG_PAGE)
        assert [row.name for table in page.tables for row in table.rows] == [
            'Zink 25% (50 mg), "old"', "Examinations for the research:", "2 NIH", "Chronic Traumatic Encephalopathy",
            "Brain Injuries,", "Coronavirus Infections", "Pneumonia",
        ]  # fmt: skip
        assert [str(row.ref) for row in page.tables[1].rows] == ["D000070627", "D001930", "D018352"]
        assert page.tables[2].rows[0].ref == Ref("hpo", "HP:0002090")

    def test_one_link_word_is_taken_off_the_heading(self) -> None:
        page = parse_seed_page(DRUG_PAGE)
        assert (page.title, page.ref) == ("Zink ß Wiki", Ref("drug", "zink ss wiki"))

    def test_mesh_page(self) -> None:
        page = parse_seed_page(MESH_PAGE)
        assert (page.ref, page.kind, page.id) == (Ref("mesh", "D009203"), "mesh", "D009203")
        assert (page.title, page.synonyms) == ("Myocardial Ischemia", ("Myoc", "Heart,"))
        assert mesh_names_of(page)["myocardial ischemia"] == "D009203"
        assert mesh_names_of(page)["chronic traumatic encephalopathy"] == "D000070627"

    def test_hpo_page(self) -> None:
        page = parse_seed_page(HPO_PAGE)
        assert (page.ref, page.kind, page.title) == (Ref("hpo", "HP:0002960"), "hpo", "Autoimmunity")

    @pytest.mark.parametrize(("heading", "ref"), [
        ("Report for D001168: Arthritis", Ref("mesh", "D001168")),
        ("HP:0002960: Autoimmunity", Ref("hpo", "HP:0002960")),
        ("Tea", Ref("drug", "tea")),
    ])  # fmt: skip
    def test_a_heading_without_its_link_word_still_names_its_entity(self, heading: str, ref: Ref) -> None:
        assert parse_seed_page(one_trial("NCT00000001 Pain", heading=heading)).ref == ref

    @pytest.mark.parametrize("row", [
        "drug12 Tea Wiki 0.3", "drug12 Tea 0.33", "drug12 Wiki 0.33", "D0011 Pain NIH 0.33", "drug12 Tea NIH 0.33",
        "HP:0001 Pain HPO 0.33", "drug12 Tea Wiki 7.33",
    ])  # fmt: skip
    def test_what_is_no_whole_row_is_none_and_the_table_says_so(self, row: str) -> None:
        tables = f"Correlated Drug Terms (2)\n\n{TITLES}drug1 Ale Wiki 0.40\n{row}\n\n"
        (table,) = parse_seed_page(one_trial("NCT00000001 Pain", tables=tables)).tables
        assert ([row.name for row in table.rows], table.declared, table.complete) == (["Ale"], 2, False)


class TestTrialBlocks:
    def test_blocks_stand_apart_whatever_their_texts_look_like(self) -> None:
        first, second = parse_seed_page(DRUG_PAGE).trials
        assert (first.ordinal, first.title, second.ordinal, second.title) == (
            1, "First trial of β-carotene", 2, "Second trial",
        )  # fmt: skip
        assert first.summary.startswith("Rationale: much.\n\n1) an item\n\n2 arms")
        assert (first.hpo_line, first.mesh_line) == ("HPO:Pneumonia", "MeSH:Brain Injuries, Coronavirus Infections")
        assert first.interventions == (("Drug", "Zink"), ("Dietary Supplement", "Tea"))
        assert first.outcomes == (
            Outcome(role="primary", measure="Days", description="Counted.\n\n2 raters look.", time_frame="Day 1"),
            Outcome(role="primary", measure="Fever"),
            Outcome(role="secondary", measure="Pain", time_frame="Day 2"),
        )
        assert (second.conditions, second.interventions, second.mesh_line) == (("Anosmia",), (), "")
        assert second.outcomes == (Outcome(role="primary", measure="Fever", time_frame="7 days"),)

    def test_lists_are_split_by_the_names_of_the_page(self) -> None:
        first, _ = parse_seed_page(DRUG_PAGE).trials
        assert first.conditions == ("Brain Injuries,", "Pneumonia")
        assert first.mesh_names == ("Brain Injuries,", "Coronavirus Infections")

    @pytest.mark.parametrize(("known", "conditions"), [
        ((), ("Lung Cancer Stage Two Pain",)),
        (("lung", "lung cancer", "stage two", "pain"), ("Lung Cancer", "Stage Two", "Pain")),
        (("lung cancer stage", "lung cancer", "stage two pain"), ("Lung Cancer", "Stage Two Pain")),
        (("lung cancer", "pain"), ("Lung Cancer Stage Two Pain",)),
    ])  # fmt: skip
    def test_a_list_is_split_as_a_whole_or_not_at_all(
        self, known: tuple[str, ...], conditions: tuple[str, ...]
    ) -> None:
        line = "NCT00000001 Lung Cancer Stage Two Pain Device: X"
        assert only(parse_seed_page(one_trial(line), known_names=frozenset(known))).conditions == conditions

    @pytest.mark.parametrize("kind", [
        "Drug", "Biological", "Device", "Procedure", "Radiation", "Behavioral", "Genetic", "Dietary Supplement",
        "Combination Product", "Diagnostic Test", "Other",
    ])  # fmt: skip
    def test_each_type_of_intervention(self, kind: str) -> None:
        block = only(parse_seed_page(one_trial(f"NCT00000001 Pain {kind}: {kind}: A, (b) c. Other: D")))
        assert (block.conditions, block.interventions) == (("Pain",), ((kind, f"{kind}: A, (b) c."), ("Other", "D")))

    def test_a_mesh_name_without_a_known_id_keeps_its_name(self) -> None:
        page = parse_seed_page(one_trial("NCT00000001 Pain", "MeSH:Quite Unknown\n\n" + OUTCOMES))
        assert trials_of(page, {})[0].condition_meshes == (MeshTerm("", "Quite Unknown"),)
        assert trials_of(page, {"quite unknown": "D000001"})[0].condition_meshes == (
            MeshTerm("D000001", "Quite Unknown"),
        )

    def test_an_nct_number_in_a_summary_is_no_registration(self) -> None:
        summary = "NCT09999999 was the first.\n\nThis follows.\n\n"
        block = only(parse_seed_page(one_trial(summary + "NCT00000001 Pain Drug: X")))
        assert block.nct_id == "NCT00000001" and "NCT09999999 was the first." in block.summary

    def test_layout_b_has_no_titles_and_no_roles(self) -> None:
        page = parse_seed_page(B_PAGE, SeedSource(address=f"{SITE}/11072020/output/covid/drug/drug4288.html"))
        first, second = page.trials
        assert (page.layout, page.title, page.id, page.snapshot) == ("B", "", "drug4288", "2020-11-07")
        assert page.ref == Ref("drug", "drug4288 of 2020-11-07")
        assert [(row.name, row.correlation) for table in page.tables for row in table.rows] == [("Tea", 0.5)]
        assert (first.title, first.summary, first.interventions) == ("", "Summary one.", (("Drug", "Tea"),))
        assert first.outcomes == (Outcome(role="", measure="Days", description="Long.", time_frame="Day 1"),)
        assert (second.summary, second.nct_id, second.mesh_names) == ("Summary two.", "NCT00000002", ("Pain",))
        assert all("brief_title" in trial.missing for trial in trials_of(page, {}))
        assert "lost its heading" in terms_of(page)[0].note

    def test_layout_b_without_an_address_is_named_after_its_text(self) -> None:
        one, other = parse_seed_page(B_PAGE).ref, parse_seed_page(B_PAGE.replace("Tea", "Ale")).ref
        assert one.key.startswith("unnamed page ") and one != other and one == parse_seed_page(B_PAGE).ref

    def test_layout_b_of_a_mesh_term_is_that_term(self) -> None:
        page = parse_seed_page(B_PAGE, SeedSource(address=f"{SITE}/11072020/output/covid/mesh/D001168.html"))
        assert (page.ref, page.title) == (Ref("mesh", "D001168"), "")


@pytest.mark.parametrize(("path", "expected"), [
    ("/05022020/covid/mesh/html/D003863.html", ("2020-05-02", "mesh", "D003863")),
    ("/07182020/output/report/covid/hpo/HP0002960.html", ("2020-07-18", "hpo", "HP:0002960")),
    ("/08162020/report/covid/drug/drug1469.html", ("2020-08-16", "drug", "drug1469")),
    ("/11072020/output/covid/drug/drug4288.html", ("2020-11-07", "drug", "drug4288")),
    ("/99992020/output/covid/drug/drug1.html", ("", "drug", "drug1")),
    ("/11072020/output/covid/mesh/drug4288.html", ("", "", "")), ("/11072020/output/covid/mesh/D1.html", ("", "", "")),
    ("/about.html", ("", "", "")),
])  # fmt: skip
def test_addresses(path: str, expected: tuple[str, str, str]) -> None:
    assert read_address(SITE + path) == expected


class TestCutPages:
    @pytest.mark.parametrize(("last", "said"), [
        ("WikiWiki\n\nDevel", "the heading"), ("Developed by Shray Alag", "the author line"),
        ("Mutation\n", "the menu line"),
        ("Correlated Drug Terms (3)", "the heading of the correlated drug terms"),
        ("Wiki 1.00\ndrug1032 Exam", "row 1 of 3 of the correlated drug terms"),
        ("NIH 0.19\nD018352 Coronavirus Infections NIH 0.0", "row 2 of 3 of the correlated MeSH terms"),
        ("There are 2 clinical trials", "the count of clinical trials"),
        ("\n\nClinical Tri", "the count of clinical trials"),
        ("\n\nClinical Trials\n", 'the heading "Clinical Trials"'), ("1 First tr", "the first trial's title"),
        ("2 arms are", "the first trial's summary"), ("none.\n\nNCT000", "the first trial's summary"),
        ("NCT00000001", "the first trial's NCT number"),
        ("NCT00000001 Brain", "the first trial's NCT line, in the conditions"),
        ("Drug: Zi", "the first trial's NCT line, in an intervention's name"),
        ("MeSH:Brain Injuries, Coro", "the first trial's MeSH line"),
        ("\n\nPrimary Outcomes", 'the first trial\'s heading "Primary Outcomes"'),
        ("2 raters", "the first trial's first primary outcome's description"),
        ("Day 1\n\nMeas", "the first trial's first primary outcome's time frame"),
        ("Fever", "the first trial's second primary outcome's measure"), ("2 Sec", "the second trial's title"),
        ("7 days\n\n\nNo re", "the second trial's first primary outcome's time frame"),
        ("No related HPO nodes (Usi", "the line on related HPO nodes"),
    ])  # fmt: skip
    def test_what_was_read_last_is_said(self, last: str, said: str) -> None:
        cut = DRUG_PAGE[: DRUG_PAGE.index(last) + len(last)]
        assert parse_seed_page(cut).truncated_after == said
        assert parse_seed_page(cut + "\n").truncated_after == said

    def test_a_single_trial_is_not_numbered(self) -> None:
        page = one_trial("NCT00000001 Pain Drug: X")
        assert parse_seed_page(page.partition("mary.")[0]).truncated_after == "the trial's summary"
        assert parse_seed_page(page.partition("7 days")[0]).truncated_after == "the first primary outcome's time frame"

    def test_a_cut_name_is_no_fact_but_the_raw_line_is_kept(self) -> None:
        cut = parse_seed_page(one_trial("NCT00000001 Pain Drug: Ale Other: Zinkum met").partition("um met")[0] + "\n")
        assert (only(cut).interventions, only(cut).conditions) == ((("Drug", "Ale"),), ("Pain",))
        assert only(cut).registration_line == "NCT00000001 Pain Drug: Ale Other: Zink"
        assert only(cut).truncated_after == "the NCT line, in an intervention's name"

    def test_a_cut_trial_keeps_the_entity_that_its_page_is_about(self) -> None:
        drug = parse_seed_page(one_trial("NCT00000001 Pain Other: Zi").partition("Zi\n")[0])
        mesh = parse_seed_page(
            one_trial("NCT00000001 Pain", heading="Report for D001168: Joint NIH").partition("Pain")[0]
        )
        assert trials_of(drug, {})[0].interventions == (Intervention(name="Zink"),)
        assert trials_of(mesh, {})[0].condition_meshes == (MeshTerm("D001168", "Joint"),)
        assert trials_of(mesh, {})[0].truncated_after == "the NCT number"

    def test_a_block_that_is_cut_before_its_nct_number_gives_no_trial(self) -> None:
        page = parse_seed_page(one_trial("NCT00000001 Pain").partition("0001 Pain")[0])
        assert len(page.trials) == 1 and trials_of(page, {}) == []

    @pytest.mark.parametrize(
        "whole", [SEED, DRUG_PAGE, MESH_PAGE, HPO_PAGE, B_PAGE], ids=["seed", "drug", "mesh", "hpo", "b"]
    )
    def test_a_page_cut_at_any_byte_says_nothing_that_the_whole_page_does_not_say(self, whole: str) -> None:
        page, data, read_pages = parse_seed_page(whole), whole.encode(), 0
        for end in range(len(data)):
            text = data[:end].decode(errors="ignore")
            try:
                part = parse_seed_page(text)
            except NotASeedPage:
                continue
            read_pages += 1
            assert part.text == text
            assert bool(part.truncated_after) == (CLOSING not in text)
            assert_part(part, page)
        assert read_pages > len(data) / 2


def assert_part(part: PublishedPage, whole: PublishedPage) -> None:
    """Check that the facts of a cut page are facts of the whole one, running texts being cut at their end."""
    assert (part.kind, part.title) == (whole.kind, whole.title)
    assert part.trial_count in (None, whole.trial_count)
    assert whole.related_hpo.startswith(part.related_hpo)
    assert set(part.synonyms) <= set(whole.synonyms)
    for some, table in zip(part.tables, whole.tables, strict=False):
        assert (some.kind, some.declared) == (table.kind, table.declared)
        assert some.rows == table.rows[: len(some.rows)]
    assert len(part.trials) <= len(whole.trials)
    for one, block in zip(part.trials, whole.trials, strict=False):
        assert_part_of_block(one, block)
    trials = {trial.nct_id: trial for trial in trials_of(whole, {})}
    for trial in trials_of(part, {}):
        assert_part_of_trial(trial, trials[trial.nct_id], whole)


def assert_part_of_block(one: PublishedTrial, block: PublishedTrial) -> None:
    assert one.ordinal == block.ordinal
    assert block.title.startswith(one.title) and block.summary.startswith(one.summary)
    assert block.registration_line.startswith(one.registration_line) and block.mesh_line.startswith(one.mesh_line)
    assert one.nct_id in ("", block.nct_id)
    assert one.conditions in ((), block.conditions) and one.mesh_names in ((), block.mesh_names)
    assert one.interventions == block.interventions[: len(one.interventions)]
    assert len(one.outcomes) <= len(block.outcomes)
    for last, (some, outcome) in enumerate(zip(one.outcomes, block.outcomes, strict=False), start=1):
        assert some == outcome or last == len(one.outcomes)
        assert some.role == outcome.role and outcome.measure.startswith(some.measure)
        assert outcome.description.startswith(some.description) and outcome.time_frame.startswith(some.time_frame)


def assert_part_of_trial(trial: Trial, whole: Trial, page: PublishedPage) -> None:
    names = {intervention.name for intervention in whole.interventions} | {page.title}
    meshes = {mesh.term for mesh in whole.condition_meshes} | {page.title}
    assert {intervention.name for intervention in trial.interventions} <= names
    assert {mesh.term for mesh in trial.condition_meshes} <= meshes


class TestOtherTexts:
    @pytest.mark.parametrize(("text", "reason"), [
        ("", "empty"), (" \n\n", "empty"),
        ("# A project\n\nIt reads CovidResearchTrials by Shray Alag.\n", "begins with neither"),
        ('{"nctId": "NCT04437823"}', "JSON"), ("[1]", "JSON"), ("<!DOCTYPE html>\n<html>", "HTML"),
        ("\x89PNG\r\n\x1a\n\0\0", "binary"), ("\ufffd\ufffd\ufffd a", "binary"),
        (TOP + "Intravenous Infus", "cut before"),
        ("Developed by Shray Alag\n", "cut before"), (TOP, "cut before"), (SEED.partition("Cells")[0], "cut before"),
        (TOP + "Zink Wiki\n", "cut before"),
    ])  # fmt: skip
    def test_are_refused_with_the_reason(self, text: str, reason: str) -> None:
        with pytest.raises(NotASeedPage, match=reason):
            parse_seed_page(text)

    def test_the_readme_of_the_project_is_refused(self) -> None:
        with pytest.raises(NotASeedPage, match="begins with neither"):
            parse_seed_page((CHECKOUT / "README.md").read_text(encoding="utf-8"))

    @given(st.text())
    def test_random_text_is_refused_or_read(self, text: str) -> None:
        for start in ("", TOP, TOP + "TeaWiki\n", DRUG_PAGE[:-60]):
            assert_sound(start + text)

    @given(st.lists(st.sampled_from(sorted({*DRUG_PAGE.split("\n"), *MESH_PAGE.split("\n"), *B_PAGE.split("\n")}))))
    def test_lines_in_any_order_are_refused_or_read(self, lines: list[str]) -> None:
        for start in (
            TOP,
            "Developed by Shray Alag\n",
            TOP + "TeaWiki\nThere are 3 clinical trials\nClinical Trials\n",
        ):
            assert_sound(start + "\n".join(lines))


def assert_sound(text: str) -> None:
    """Check that a text is refused, or read into something that the store can keep."""
    try:
        page = parse_seed_page(text, SeedSource(address=f"{SITE}/08162020/report/covid/drug/drug1469.html"))
    except NotASeedPage as error:
        assert str(error)
        return
    trials = trials_of(page, mesh_names_of(page))
    assert page.text == text
    assert from_document(PublishedPage, to_document(page)) == page
    assert all(from_document(Trial, to_document(trial)) == trial for trial in trials)
    assert all(parse_ref(str(term.ref)) == term.ref and term.name for term in terms_of(page))


CUT_WORDS = {
    "title": "title", "description": "summary", "NCT line": "NCT line, in an intervention's name",
    "primary outcome": "primary outcome's description", "secondary outcome": "secondary outcome's description",
}  # fmt: skip


@pytest.mark.skipif(not (PAGES / "index.tsv").exists(), reason="the stored pages are not beside this checkout")
class TestStoredPages:
    def rows(self) -> list[dict[str, str]]:
        with (PAGES / "index.tsv").open(encoding="utf-8", newline="") as index:
            return list(csv.DictReader(index, delimiter="\t"))

    def test_every_page_says_what_the_index_says(self) -> None:
        rows = self.rows()
        assert len(rows) == 10
        for row in rows:
            text = (PAGES / row["file"]).read_text(encoding="utf-8")
            page = parse_seed_page(text, SeedSource(file=row["file"], address=row["address"]))
            assert (page.snapshot, page.kind, page.id, page.layout) == tuple(
                row[name] for name in ("snapshot", "kind", "id", "layout")
            )
            assert page.title == row["title"].replace("?", "")
            assert str(page.trial_count) == row["trials"]
            tables = {table.kind: table for table in page.tables}
            for kind in ("drug", "mesh", "hpo"):
                table = tables.get(kind)
                assert (str(table.declared) if table else "?") == row[f"{kind}_rows_announced"]
                assert (len(table.rows) if table else 0) == int(row[f"{kind}_rows_whole"])
            (said,) = (mine for words, mine in CUT_WORDS.items() if words in row["cut"])
            assert page.truncated_after.endswith(said), row["file"]
