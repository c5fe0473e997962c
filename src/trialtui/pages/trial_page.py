"""The page of a trial: what its record says, in the registry's order, and what was linked from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from trialtui.model.labels import intervention_type_label, label, phases_label
from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref, drug_ref
from trialtui.model.term import Link
from trialtui.model.trial import Outcome
from trialtui.pages.page import Block, Column, Item, KeyValues, ListBlock, OutsideLink, Page, Paragraph, Table, Text
from trialtui.pages.published import sources_of_trial
from trialtui.pages.results import results_blocks, results_words
from trialtui.pages.running_text import one_line, running_text
from trialtui.pages.sites import site_blocks
from trialtui.pages.spans import heading, join, link, rows, text, to_entity
from trialtui.pages.trial_words import date_words, enum_words, missing_words, status_words
from trialtui.query.entity import TrialFacts
from trialtui.query.outside import outside_label, outside_url

_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"


class TrialPage:
    """Lays out one trial."""

    def __init__(
        self, facts: TrialFacts, *, section: str = "", focus: Ref | None = None, today: date | None = None
    ) -> None:
        """Lay out these facts; `focus` is the term whose evidence is shown, `today` says what is out of date."""
        self._facts, self._trial, self._focus = facts, facts.trial, focus
        self._place = EntityPlace(facts.ref, section, focus)
        self._today = today or date.today()
        self._links: dict[str, list[Link]] = {}
        for terms in facts.terms.values():
            for term in terms:
                for item in term.links:
                    if item.start >= 0:
                        self._links.setdefault(item.field, []).append(item)

    def page(self) -> Page:
        """Return the page."""
        trial = self._trial
        subtitle = " · ".join(filter(None, (trial.nct_id, label(trial.study_type), phases_label(trial.phases))))
        blocks: list[Block] = [KeyValues(self._overview())]
        blocks += self._cut_notes()
        blocks += self._text("Summary", "summary", "brief_summary", trial.brief_summary)
        blocks += self._conditions() + self._interventions() + self._arms() + self._outcomes()
        blocks += self._eligibility() + self._design()
        blocks += self._text("Detailed description", "description", "detailed_description", trial.detailed_description)
        blocks += site_blocks(trial) + results_blocks(trial) + self._references() + self._sources()
        return Page(
            title=self._facts.name,
            subtitle=subtitle,
            place=self._place,
            blocks=tuple(blocks),
            outside=(OutsideLink(outside_label("trial"), outside_url(self._facts.ref)),),
        )

    def _overview(self) -> tuple[tuple[str, Text], ...]:
        trial = self._trial
        enrollment = trial.enrollment
        count = (
            f"{enrollment.count:,}" + (f" ({label(enrollment.type).lower()})" if enrollment.type else "")
            if enrollment
            else ""
        )
        sponsor = trial.lead_sponsor.name + (
            f" ({label(trial.lead_sponsor.agency_class)})" if trial.lead_sponsor.agency_class else ""
        )
        official = trial.official_title if trial.official_title != self._facts.name else ""
        return rows(
            ("Official title", text(official)),
            ("Acronym", text(trial.acronym)),
            ("Status", status_words(trial, self._today)),
            ("Why stopped", self._line("why_stopped", trial.why_stopped)),
            ("Study type", text(label(trial.study_type))),
            ("Phase", text(phases_label(trial.phases))),
            ("Enrollment", text(count)),
            ("Start", text(date_words(trial.start_date))),
            ("Primary completion", text(date_words(trial.primary_completion_date))),
            ("Completion", text(date_words(trial.completion_date))),
            ("First posted", text(date_words(trial.first_post_date))),
            ("Last update", text(date_words(trial.last_update_post_date))),
            ("Results", text(results_words(trial))),
            ("Sponsor", text(sponsor)),
            ("Collaborators", text("; ".join(item.name for item in trial.collaborators))),
            ("Countries", text(", ".join(trial.countries))),
            (
                "Other ids",
                text(", ".join(filter(None, (trial.org_study_id, *trial.secondary_ids, *trial.nct_id_aliases)))),
            ),
        )

    def _cut_notes(self) -> list[Block]:
        if not self._trial.truncated_after:
            return []
        words = f"The page that this was read from ends in {self._trial.truncated_after}; what follows is not known."
        return [Paragraph(text(words, "warning"))]

    def _text(self, title: str, anchor: str, field: str, words: str) -> list[Block]:
        if not words:
            return []
        return [heading(title, anchor), *self._running(field, words)]

    def _running(self, field: str, words: str) -> list[Block]:
        return running_text(words, self._trial.text_format, self._links.get(field, ()), self._focus)

    def _line(self, field: str, words: str, markup: bool = True) -> Text:
        text_format = self._trial.text_format if markup else "plain"
        return one_line(words, text_format, self._links.get(field, ()), self._focus)

    def _conditions(self) -> list[Block]:
        trial = self._trial
        if not trial.conditions and not trial.keywords:
            return []
        conditions = join(
            (self._line(f"conditions[{n}]", word, False) for n, word in enumerate(trial.conditions)), "; "
        )
        keywords = join((self._line(f"keywords[{n}]", word, False) for n, word in enumerate(trial.keywords)), "; ")
        return [
            heading("Conditions", "conditions"),
            KeyValues(rows(("Conditions", conditions), ("Keywords", keywords))),
        ]

    def _interventions(self) -> list[Block]:
        if not self._trial.interventions:
            return []
        body = []
        for number, item in enumerate(self._trial.interventions):
            name = to_entity(drug_ref(item.name), item.name)
            if item.other_names:
                name += text(f" (also: {'; '.join(item.other_names)})", "dim")
            about = self._line(f"interventions[{number}].description", item.description)
            body.append((text(intervention_type_label(item.type)), name, about))
        columns = [Column("Type"), Column("Name", wide=True)]
        if any(row[2] for row in body):
            return [
                heading("Interventions", "interventions"),
                Table((*columns, Column("Description", wide=True)), tuple(body)),
            ]
        return [heading("Interventions", "interventions"), Table(tuple(columns), tuple(row[:2] for row in body))]

    def _arms(self) -> list[Block]:
        if not self._trial.arm_groups:
            return []
        body = tuple(
            (
                text(arm.label),
                text(label(arm.type)),
                self._line(f"arm_groups[{number}].description", arm.description),
                join((self._arm_drug(name) for name in arm.interventions), "; "),
            )
            for number, arm in enumerate(self._trial.arm_groups)
        )
        columns = (
            Column("Arm", wide=True),
            Column("Type"),
            Column("Description", wide=True),
            Column("Interventions", wide=True),
        )
        return [heading("Arms and groups", "arms"), Table(columns, body)]

    def _arm_drug(self, words: str) -> Text:
        """Link an arm's intervention, registered as `Type: name`, where the trial has it."""
        name = words.partition(": ")[2]
        known = any(item.name == name for item in self._trial.interventions)
        return to_entity(drug_ref(name), name) if known else text(words)

    def _outcomes(self) -> list[Block]:
        outcomes = self._trial.outcomes
        if not outcomes:
            return []
        blocks: list[Block] = [heading(f"Outcomes ({len(outcomes)})", "outcomes")]
        for role in ("primary", "secondary", "other", ""):
            chosen = [(number, item) for number, item in enumerate(outcomes) if item.role == role]
            if chosen:
                title = f"{role.capitalize()} outcomes" if role else "Outcomes, role not stated in this source"
                anchor = f"{role}-outcomes" if role else ""
                blocks += [heading(f"{title} ({len(chosen)})", anchor, level=3), self._outcome_table(chosen)]
        return blocks

    def _outcome_table(self, outcomes: Sequence[tuple[int, Outcome]]) -> Table:
        body = tuple(
            (
                self._line(f"outcomes[{number}].measure", item.measure, False),
                self._line(f"outcomes[{number}].description", item.description),
                text(item.time_frame),
            )
            for number, item in outcomes
        )
        return Table(
            (Column("Measure", wide=True), Column("Description", wide=True), Column("Time frame", wide=True)), body
        )

    def _eligibility(self) -> list[Block]:
        item = self._trial.eligibility
        ages = " to ".join(
            filter(None, (item.minimum_age or ("any age" if item.maximum_age else ""), item.maximum_age))
        )
        volunteers = {True: "Accepted", False: "Not accepted", None: ""}[item.healthy_volunteers]
        facts = rows(
            ("Sex", text(label(item.sex) if item.sex else "")),
            ("Gender", self._line("eligibility.gender_description", item.gender_description)),
            ("Ages", text(f"{ages} and older" if ages and not item.maximum_age else ages)),
            ("Healthy volunteers", text(volunteers)),
            ("Study population", self._line("eligibility.study_population", item.study_population)),
            ("Sampling", text(label(item.sampling_method) if item.sampling_method else "")),
        )
        if not facts and not item.criteria:
            return []
        blocks: list[Block] = [heading("Eligibility", "eligibility")]
        if facts:
            blocks.append(KeyValues(facts))
        return blocks + (self._running("eligibility.criteria", item.criteria) if item.criteria else [])

    def _design(self) -> list[Block]:
        design = self._trial.design
        masking = label(design.masking) if design.masking else ""
        if design.who_masked:
            masking += f" ({', '.join(label(who) for who in design.who_masked)})"
        registry = {True: "Yes", False: "", None: ""}[design.patient_registry]
        facts = rows(
            ("Allocation", text(enum_words(design.allocation))),
            ("Intervention model", text(enum_words(design.intervention_model))),
            (
                "Model description",
                self._line("design.intervention_model_description", design.intervention_model_description),
            ),
            ("Primary purpose", text(enum_words(design.primary_purpose))),
            ("Masking", text(masking)),
            ("Masking description", self._line("design.masking_description", design.masking_description)),
            ("Observational model", text(enum_words(design.observational_model))),
            ("Time perspective", text(enum_words(design.time_perspective))),
            ("Patient registry", text(registry)),
        )
        return [heading("Design", "design"), KeyValues(facts)] if facts else []

    def _references(self) -> list[Block]:
        trial = self._trial
        if not trial.references and not trial.see_also_links:
            return []
        items = []
        for reference in trial.references:
            words = text(reference.citation)
            if reference.pmid:
                words += text(" PMID ") + link(reference.pmid, f"{_PUBMED}{reference.pmid}/")
            if reference.type:
                words += text(f" [{label(reference.type).lower()}]", "dim")
            items.append(Item(words))
        for web in trial.see_also_links:
            items.append(Item(text(f"{web.label}: " if web.label else "") + link(web.url, web.url)))
        return [heading("References", "references"), ListBlock(tuple(items))]

    def _sources(self) -> list[Block]:
        trial = self._trial
        record = trial.source + (f", {trial.source_file}" if trial.source_file else "")
        facts = rows(
            ("Read from", text(record)),
            ("Record as of", text(trial.record_as_of or "date not known")),
            ("Registry version", text(trial.version_holder)),
            ("Status verified", text(trial.status_verified_date)),
            ("Not in this source", text(missing_words(trial), "dim")),
            ("Published pages", sources_of_trial(self._facts.published)),
            (
                "Officials",
                text(
                    "; ".join(
                        ", ".join(filter(None, (who.name, label(who.role), who.affiliation)))
                        for who in trial.overall_officials
                    )
                ),
            ),
        )
        return [heading("Sources", "sources"), KeyValues(facts)]
