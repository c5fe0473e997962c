"""A small catalogue for the browser's tests: two drugs, three trials, one MeSH term, all linked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from trialtui.model.places import EntityPlace, HomePlace, Place, SearchPlace
from trialtui.model.refs import Ref, drug_ref, mesh_ref, trial_ref
from trialtui.model.registry import RegistryQuery
from trialtui.pages.page import Block, Heading, KeyValues, OutsideLink, Page, Paragraph, Span, Text
from trialtui.query.in_step import InStep
from trialtui.query.tree_node import Node
from trialtui.tui.catalogue import Evidence, Listing

ASPIRIN, ZINC = drug_ref("aspirin"), drug_ref("zinc")
FEVER = mesh_ref("D005334")
FIRST, SECOND, THIRD = trial_ref(1), trial_ref(2), trial_ref(3)
ABSENT = EntityPlace(Ref("gene", "ACE2"))
LINKS: dict[Ref, tuple[Ref, ...]] = {
    ASPIRIN: (FIRST, SECOND),
    ZINC: (THIRD,),
    FEVER: (FIRST, SECOND, THIRD),
    FIRST: (ASPIRIN, FEVER),
    SECOND: (ASPIRIN, FEVER),
    THIRD: (ZINC, FEVER),
}
NAMES = {
    ASPIRIN: "Aspirin", ZINC: "Zinc", FEVER: "Fever", FIRST: "Aspirin against fever", SECOND: "More aspirin",
    THIRD: "Zinc against fever, a randomised and rather carefully named trial",
}  # fmt: skip
ADDRESS = "https://clinicaltrials.gov/study/"


def link_to(ref: Ref) -> Text:
    return (Span(NAMES[ref], EntityPlace(ref)),)


class SmallFilter:
    """Satisfies `trialtui.tui.catalogue.Filtered`."""

    def __init__(self, typed: str) -> None:
        self.found = [ref for ref in LINKS if typed.casefold() in NAMES[ref].casefold()] if len(typed) > 1 else []

    @property
    def total(self) -> int:
        return len(self.found)

    def size(self, node: Node) -> int:
        return len(self.children(node))

    def roots(self) -> Sequence[Node]:
        kinds = dict.fromkeys(ref.kind for ref in self.found)
        return [Node(("filter", kind), f"{kind}s found", None, None, True) for kind in kinds]

    def children(self, node: Node) -> Sequence[Node]:
        refs = [ref for ref in self.found if ref.kind == node.id[1]]
        return [Node((*node.id, ref.key), NAMES[ref], len(LINKS[ref]), EntityPlace(ref)) for ref in refs]


class SmallCatalogue:
    """Satisfies `trialtui.tui.catalogue.Catalogue`."""

    def __init__(self, many: int = 0) -> None:
        self.header = "test: 3 trials"
        self.many = many
        self.changed = False
        self.on_related: Callable[[], object] = lambda: None
        self.absent: set[Ref] = set()

    def refresh(self) -> bool:
        changed, self.changed = self.changed, False
        return changed

    def is_outdated(self) -> bool:
        return self.changed

    def in_step(self) -> InStep:
        return InStep(Path("/nowhere"), RegistryQuery("fever"), "")

    def page(self, place: Place) -> Page | None:
        if isinstance(place, HomePlace):
            links = tuple(span for ref in (ASPIRIN, FEVER) for span in (*link_to(ref), Span(" ")))
            return Page(title="Overview", place=place, blocks=(Paragraph((Span("This store is small. "), *links)),))
        if not isinstance(place, EntityPlace):
            return None
        if place.ref.key.startswith("NUMBER"):
            return Page(title=place.ref.key, place=place, blocks=(Paragraph((Span("One of many."),)),))
        if place.ref not in LINKS or place.ref in self.absent:
            return None
        return self._entity(place)

    def _entity(self, place: EntityPlace) -> Page:
        rows = tuple((NAMES[ref], (*link_to(ref), Span(f" {ref}"))) for ref in LINKS[place.ref])
        filler = tuple(Paragraph((Span(f"Line {number} of {place.ref}."),)) for number in range(60))
        blocks: tuple[Block, ...] = (
            Paragraph((Span("Goes with:"),)),
            KeyValues(rows),
            *filler,
            Heading((Span("The end section"),), 2, "trials"),
            Paragraph((Span("Last line."),)),
        )
        outside = (OutsideLink("Registry", f"{ADDRESS}{place.ref.key}"),)
        return Page(title=NAMES[place.ref], place=place, subtitle=str(place.ref), blocks=blocks, outside=outside)

    def related(self, place: Place, sort: str = "") -> tuple[Block, ...]:
        self.on_related()
        if not isinstance(place, EntityPlace) or place.ref not in LINKS:
            return ()
        other = FEVER if place.ref != FEVER else ZINC
        return (Heading((Span("Correlated terms"),), 2, "correlated"), Paragraph((*link_to(other), Span(" 0.50"))))

    def search(self, typed: str) -> Page:
        found = [ref for ref in LINKS if typed.casefold() in NAMES[ref].casefold()]
        blocks = tuple(Paragraph(link_to(ref)) for ref in found)
        return Page(title="", place=SearchPlace(typed), blocks=blocks)

    def destination(self, typed: str) -> Place:
        return SearchPlace(typed)

    def trials(self, place: Place) -> Listing | None:
        return None

    def roots(self) -> Sequence[Node]:
        roots = [
            Node(("home",), "Home", None, HomePlace()),
            Node(("trial",), "Trials", 3, None, True),
            Node(("drug",), "Drugs", 2, None, True),
            Node(("mesh",), "MeSH terms", 1, None, True),
            Node(("gene",), "Genes", 0),
        ]
        return [*roots, Node(("snp",), "Many", self.many, None, True)] if self.many else roots

    def children(self, node: Node) -> Sequence[Node]:
        if node.id == ("snp",):
            return [
                Node(("snp", str(index)), f"Number {index}", 1, EntityPlace(Ref("gene", f"NUMBER{index}")))
                for index in range(self.many)
            ]
        refs = [ref for ref in LINKS if ref.kind == node.id[0]]
        return [Node((ref.kind, ref.key), NAMES[ref], len(LINKS[ref]), EntityPlace(ref)) for ref in refs]

    def filtered(self, typed: str) -> SmallFilter:
        return SmallFilter(typed)

    def evidence(self, term: Ref, trial: Ref | None) -> Evidence | None:
        return None

    def reveal(self, place: Place) -> tuple[tuple[str, ...], ...]:
        if isinstance(place, HomePlace):
            return (("home",),)
        if not isinstance(place, EntityPlace) or place.ref not in LINKS:
            return ()
        return ((place.ref.kind,), (place.ref.kind, place.ref.key))

    @property
    def folder(self) -> Path:
        return Path("no-store")

    def citation(self, ref: Ref) -> str:
        return f"Someone. {NAMES[ref]} ({ref})." if ref.kind == "trial" else ""

    def missing(self, place: Place) -> str:
        return f"{place} is not in this store ({self.header})."
