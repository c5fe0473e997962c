"""A trial: what a reader wants of a ClinicalTrials.gov record, in the registry's own data elements.

Text stays as it was registered. Enumerated values stay as the source spells them (`NOT_YET_RECRUITING` in a record,
`Biological` on a seed page); `labels.py` reads both. An empty string or tuple means that the source says nothing.

The classes have no slots: a slotted class is made twice, and every command that reads a trial waits for twenty of them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RegistryDate:
    """A date as registered: `2020-06-01` or `2020-06`, with its type (`ACTUAL`, `ESTIMATED` or not stated)."""

    date: str = ""
    type: str = ""


@dataclass(frozen=True)
class Sponsor:
    """A lead sponsor or collaborator and its agency class (`INDUSTRY`, `NIH`, `OTHER` ...)."""

    name: str = ""
    agency_class: str = ""


@dataclass(frozen=True, kw_only=True)
class Design:
    """The study design module. `biospecimens` says whether samples are retained (`SAMPLES_WITH_DNA`)."""

    allocation: str = ""
    intervention_model: str = ""
    intervention_model_description: str = ""
    primary_purpose: str = ""
    masking: str = ""
    masking_description: str = ""
    who_masked: tuple[str, ...] = ()
    observational_model: str = ""
    time_perspective: str = ""
    patient_registry: bool | None = None
    target_duration: str = ""
    biospecimens: str = ""
    biospecimens_description: str = ""


@dataclass(frozen=True)
class Enrollment:
    """The number of participants, and whether it is `ACTUAL` or `ESTIMATED`."""

    count: int
    type: str = ""


@dataclass(frozen=True, kw_only=True)
class ArmGroup:
    """An arm or group. `interventions` are names with their type, as registered (`Drug: Remdesivir`)."""

    label: str = ""
    type: str = ""
    description: str = ""
    interventions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Intervention:
    """An intervention: what the original site calls a drug."""

    name: str
    type: str = ""
    description: str = ""
    other_names: tuple[str, ...] = ()
    arm_group_labels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An outcome measure; `role` is `primary`, `secondary` or `other`, empty where the source does not say."""

    role: str
    measure: str = ""
    description: str = ""
    time_frame: str = ""


@dataclass(frozen=True, kw_only=True)
class Eligibility:
    """The eligibility module. `healthy_volunteers` is None where it is not stated."""

    criteria: str = ""
    healthy_volunteers: bool | None = None
    sex: str = ""
    gender_based: bool | None = None
    gender_description: str = ""
    minimum_age: str = ""
    maximum_age: str = ""
    std_ages: tuple[str, ...] = ()
    study_population: str = ""
    sampling_method: str = ""


@dataclass(frozen=True, kw_only=True)
class Location:
    """A site."""

    facility: str = ""
    status: str = ""
    city: str = ""
    state: str = ""
    country: str = ""


@dataclass(frozen=True, kw_only=True)
class Official:
    """An investigator or other person who is responsible overall."""

    name: str = ""
    affiliation: str = ""
    role: str = ""


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom the record names for questions about the whole trial."""

    name: str = ""
    phone: str = ""
    phone_extension: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A publication: `type` is `BACKGROUND`, `RESULT` or `DERIVED`; `pmid` is empty where none is registered."""

    citation: str = ""
    pmid: str = ""
    type: str = ""


@dataclass(frozen=True)
class WebLink:
    """A registered link to further information."""

    label: str = ""
    url: str = ""


@dataclass(frozen=True)
class MeshTerm:
    """A registered MeSH term; the id is as registered, normalised by `refs.mesh_ref`, and may be missing."""

    id: str = ""
    term: str = ""


@dataclass(frozen=True, kw_only=True)
class FlowTotal:
    """One arm's participant flow over a period: how many started and how many completed it."""

    group: str = ""
    started: int | None = None
    completed: int | None = None
    period: str = ""


@dataclass(frozen=True, kw_only=True)
class OutcomeResult:
    """A reported primary outcome.

    `values` are (group, category, value with its spread), as reported; `analyzed` are (group, number of participants,
    or of other units where it says so).
    """

    title: str = ""
    time_frame: str = ""
    param_type: str = ""
    unit: str = ""
    dispersion_type: str = ""
    values: tuple[tuple[str, str, str], ...] = ()
    analyses: tuple[str, ...] = ()
    analyzed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class AdverseTotal:
    """One arm's adverse event totals, as affected / at risk; None where not reported."""

    group: str = ""
    deaths_affected: int | None = None
    deaths_at_risk: int | None = None
    serious_affected: int | None = None
    serious_at_risk: int | None = None
    other_affected: int | None = None
    other_at_risk: int | None = None


@dataclass(frozen=True, kw_only=True)
class ResultsDigest:
    """A digest of posted results.

    `primary_total` counts the primary outcomes reported, shown or not; `adverse_threshold` is the percentage that other
    than serious adverse events had to exceed to be counted.
    """

    flow: tuple[FlowTotal, ...] = ()
    primary: tuple[OutcomeResult, ...] = ()
    primary_total: int = 0
    secondary_total: int = 0
    other_total: int = 0
    adverse: tuple[AdverseTotal, ...] = ()
    adverse_time_frame: str = ""
    adverse_threshold: str = ""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A trial. Field names follow the registry's data elements.

    Attributes:
        nct_id: `NCT` and eight digits.
        text_format: `markdown` where the long texts are CommonMark (API v2), `plain` elsewhere.
        has_results: None where the source does not say.
        record_as_of: The date (`YYYY-MM-DD`) of the data that the record was read from.
        source: Where it was read: `seed page`, `ClinicalTrials.gov record`, `ClinicalTrials.gov CSV`.
        truncated_after: What was read last where the source is cut off; empty where it is whole.
        missing: Data elements that the source cannot hold (a CSV has no eligibility text), as opposed to empty ones.
    """

    nct_id: str
    nct_id_aliases: tuple[str, ...] = ()
    org_study_id: str = ""
    secondary_ids: tuple[str, ...] = ()
    brief_title: str = ""
    official_title: str = ""
    acronym: str = ""
    brief_summary: str = ""
    detailed_description: str = ""
    text_format: str = "plain"
    overall_status: str = ""
    last_known_status: str = ""
    status_verified_date: str = ""
    why_stopped: str = ""
    start_date: RegistryDate = RegistryDate()
    primary_completion_date: RegistryDate = RegistryDate()
    completion_date: RegistryDate = RegistryDate()
    first_post_date: RegistryDate = RegistryDate()
    last_update_post_date: RegistryDate = RegistryDate()
    study_type: str = ""
    phases: tuple[str, ...] = ()
    design: Design = Design()
    enrollment: Enrollment | None = None
    arm_groups: tuple[ArmGroup, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    eligibility: Eligibility = Eligibility()
    lead_sponsor: Sponsor = Sponsor()
    collaborators: tuple[Sponsor, ...] = ()
    overall_officials: tuple[Official, ...] = ()
    central_contacts: tuple[Contact, ...] = ()
    locations: tuple[Location, ...] = ()
    references: tuple[Reference, ...] = ()
    see_also_links: tuple[WebLink, ...] = ()
    condition_meshes: tuple[MeshTerm, ...] = ()
    condition_ancestors: tuple[MeshTerm, ...] = ()
    intervention_meshes: tuple[MeshTerm, ...] = ()
    intervention_ancestors: tuple[MeshTerm, ...] = ()
    has_results: bool | None = None
    results_first_post_date: RegistryDate = RegistryDate()
    results: ResultsDigest | None = None
    version_holder: str = ""
    record_as_of: str = ""
    source: str = ""
    source_file: str = ""
    truncated_after: str = ""
    missing: tuple[str, ...] = ()

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of the sites, each once, in order of first mention."""
        return tuple(dict.fromkeys(site.country for site in self.locations if site.country))
