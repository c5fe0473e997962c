"""The page of a trial: what its record says, and what was linked from it."""

from __future__ import annotations

from datetime import date

from trialtui.model.labels import label, phases_label
from trialtui.model.places import EntityPlace
from trialtui.model.refs import Ref
from trialtui.model.trial import Contact, Trial
from trialtui.pages.design import design_blocks, design_words
from trialtui.pages.eligibility import eligibility_blocks
from trialtui.pages.field_texts import FieldTexts
from trialtui.pages.page import Block, Item, KeyValues, ListBlock, OutsideLink, Page, Paragraph, Text
from trialtui.pages.protocol import protocol_blocks
from trialtui.pages.published import pages_as_links
from trialtui.pages.results import results_blocks, results_words
from trialtui.pages.sites import countries_words, site_blocks
from trialtui.pages.spans import heading, link, rows, text
from trialtui.pages.trial_words import date_words, missing_words, status_words
from trialtui.query.outside import outside_label, outside_url
from trialtui.query.trial_facts import TrialFacts

_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
_REFERENCES = ("RESULT", "DERIVED", "BACKGROUND")
"""The types of references in the order in which they are listed: reports of the trial first."""


class TrialPage:
    """Lays out one trial."""

    def __init__(
        self, facts: TrialFacts, *, section: str = "", focus: Ref | None = None, today: date | None = None
    ) -> None:
        """Lay out these facts; `focus` is the term whose evidence is shown, `today` says what is out of date."""
        self._facts, self._trial = facts, facts.trial
        self._place = EntityPlace(facts.ref, section, focus)
        self._today = today or date.today()
        self._texts = FieldTexts(facts, focus)

    def page(self) -> Page:
        """Return the page."""
        trial, texts = self._trial, self._texts
        subtitle = " · ".join(filter(None, (trial.nct_id, label(trial.study_type), phases_label(trial.phases))))
        blocks: list[Block] = [KeyValues(self._overview()), *self._cut_notes()]
        blocks += self._running("Summary", "summary", "brief_summary", trial.brief_summary)
        blocks += protocol_blocks(trial, texts) + eligibility_blocks(trial.eligibility, texts)
        blocks += design_blocks(trial, texts)
        blocks += self._running(
            "Detailed description", "description", "detailed_description", trial.detailed_description
        )
        blocks += site_blocks(trial) + results_blocks(trial) + self._references()
        blocks += self._history() + self._sources()
        return Page(
            title=self._facts.name,
            subtitle=subtitle,
            place=self._place,
            blocks=tuple(blocks),
            outside=(OutsideLink(outside_label("trial"), outside_url(self._facts.ref)),),
        )

    def _overview(self) -> tuple[tuple[str, Text], ...]:
        trial = self._trial
        official = trial.official_title if trial.official_title != self._facts.name else ""
        others = ", ".join(filter(None, (trial.org_study_id, *trial.secondary_ids, *trial.nct_id_aliases)))
        return rows(
            ("Official title", self._texts.line("official_title", official, markup=False)),
            ("Acronym", text(trial.acronym)),
            ("Status", status_words(trial, self._today, self._facts.log.checked)),
            *self._last_change(),
            ("Why stopped", self._texts.line("why_stopped", trial.why_stopped)),
            ("Study type", text(label(trial.study_type))),
            ("Phase", text(phases_label(trial.phases))),
            ("Design", text(design_words(trial.design))),
            ("Enrollment", text(_enrollment(trial))),
            ("Start", text(date_words(trial.start_date))),
            ("Primary completion", text(date_words(trial.primary_completion_date))),
            ("Completion", text(date_words(trial.completion_date))),
            ("First posted", text(date_words(trial.first_post_date))),
            ("Last update", text(date_words(trial.last_update_post_date))),
            ("Results", text(results_words(trial))),
            ("Sponsor", text(_sponsor(trial))),
            ("Collaborators", text("; ".join(item.name for item in trial.collaborators))),
            ("Countries", text(countries_words(trial))),
            ("Contact", text("; ".join(map(_contact, trial.central_contacts)))),
            ("Other ids", text(others)),
        )

    def _cut_notes(self) -> list[Block]:
        if not self._trial.truncated_after:
            return []
        words = f"The page that this was read from ends in {self._trial.truncated_after}; what follows is not known."
        return [Paragraph(text(words, "warning"))]

    def _running(self, title: str, anchor: str, field: str, words: str) -> list[Block]:
        return [heading(title, anchor), *self._texts.blocks(field, words)] if words else []

    def _references(self) -> list[Block]:
        """List the publications, those that report the trial's results first, and the links to further information."""
        trial = self._trial
        if not trial.references and not trial.see_also_links:
            return []
        order = {kind: place for place, kind in enumerate(_REFERENCES)}
        items = []
        for reference in sorted(trial.references, key=lambda item: order.get(item.type, len(order))):
            words = text(f"[{label(reference.type).lower()}] ", "dim") if reference.type else ()
            words += text(reference.citation)
            if reference.pmid:
                words += text(" PMID ") + link(reference.pmid, f"{_PUBMED}{reference.pmid}/")
            items.append(Item(words))
        for web in trial.see_also_links:
            items.append(Item(text(f"{web.label}: " if web.label else "") + link(web.url, web.url)))
        return [heading(f"References ({len(items)})", "references"), ListBlock(tuple(items))]

    def _last_change(self) -> tuple[tuple[str, Text], ...]:
        """Say what last changed; of most trials, nothing has."""
        if not self._facts.log.history:
            return ()
        from trialtui.pages.history import last_change

        return last_change(self._facts.log)

    def _history(self) -> list[Block]:
        if not self._facts.log.history:
            return []
        from trialtui.pages.history import history_blocks

        return history_blocks(self._facts.log.history)

    def _sources(self) -> list[Block]:
        trial = self._trial
        record = trial.source + (f", {trial.source_file}" if trial.source_file else "")
        facts = rows(
            ("Read from", text(record)),
            ("Record as of", text(trial.record_as_of or "date not known")),
            ("Registry version", text(trial.version_holder)),
            ("Status verified", text(trial.status_verified_date)),
            ("Not in this source", text(missing_words(trial), "dim")),
            ("Published pages", pages_as_links(self._facts.published)),
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


def _enrollment(trial: Trial) -> str:
    if trial.enrollment is None:
        return ""
    kind = f" ({label(trial.enrollment.type).lower()})" if trial.enrollment.type else ""
    return f"{trial.enrollment.count:,}{kind}"


def _sponsor(trial: Trial) -> str:
    sponsor = trial.lead_sponsor
    return f"{sponsor.name} ({label(sponsor.agency_class)})" if sponsor.agency_class else sponsor.name


def _contact(contact: Contact) -> str:
    """Return a contact as registered: the name, the telephone number, the address."""
    extension = f" ext. {contact.phone_extension}" if contact.phone and contact.phone_extension else ""
    return ", ".join(filter(None, (contact.name, f"{contact.phone}{extension}", contact.email)))
