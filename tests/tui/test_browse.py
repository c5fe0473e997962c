"""The browser by keys: where one is, and what the screen says."""

from __future__ import annotations

import pytest
from tests.tui.driving import Driver, browsing
from tests.tui.small_catalogue import ABSENT, ADDRESS, ASPIRIN, FEVER, FIRST, THIRD, SmallCatalogue

from trialtui.model.places import EntityPlace, HomePlace
from trialtui.model.refs import Ref
from trialtui.tui.commands import COMMANDS
from trialtui.tui.screens.browse import BrowseScreen
from trialtui.tui.widgets.desk import Desk

SIZES = [(120, 40), (80, 24), (60, 20)]


def desk(driver: Driver) -> Desk:
    return driver.app.screen.query_one(Desk)


async def to_aspirin(driver: Driver) -> None:
    """Go from home to a drug by the tree."""
    await driver.press("2", "right", "enter")
    await driver.at("Drug", "Aspirin")


@pytest.mark.parametrize("size", SIZES)
async def test_the_first_screen_says_what_the_store_is_and_where_one_is(size: tuple[int, int]) -> None:
    async with browsing(size=size) as driver:
        await driver.at("test: 3 trials", "Home")
        await driver.sees("Overview", "? help", "q quit")


@pytest.mark.parametrize("size", SIZES)
async def test_a_tour_from_home_over_a_drug_and_its_trial_to_a_term_and_back(size: tuple[int, int]) -> None:
    async with browsing(size=size) as driver:
        await to_aspirin(driver)
        await driver.press("tab", "tab")
        await driver.says("Trial NCT00000001")
        await driver.press("enter")
        await driver.at("Trial", "NCT00000001")
        await driver.press("tab", "tab", "tab")
        await driver.says("MeSH term D005334")
        await driver.press("enter")
        await driver.at("Fever", "D005334")
        await driver.press("[")
        await driver.at("NCT00000001")
        await driver.press("backspace")
        await driver.at("Drug", "Aspirin")
        await driver.press("]")
        await driver.at("NCT00000001")


async def test_going_back_restores_the_scrolling_and_the_selected_link() -> None:
    async with browsing(start=EntityPlace(FEVER)) as driver:
        await driver.press("tab", "tab", "pagedown")
        before = desk(driver).page_pane.state
        assert before.selected == 1 and before.scroll_y > 0
        await driver.press("H")
        await driver.at("Home")
        await driver.press("alt+left")
        await driver.at("Fever")
        await driver.until(lambda: desk(driver).page_pane.state == before, "the page as it was left")
        await driver.says("Trial NCT00000001")


async def test_a_new_jump_drops_the_forward_part() -> None:
    async with browsing(start=EntityPlace(FEVER)) as driver:
        await driver.press("H", "[")
        await driver.at("Fever")
        await driver.press("tab", "tab", "enter")
        await driver.at("NCT00000001")
        await driver.press("]")
        await driver.says("Nothing to go forward to.")


async def test_a_jump_takes_the_tree_along_and_going_back_takes_it_back() -> None:
    async with browsing() as driver:
        await to_aspirin(driver)
        await driver.press("tab", "tab", "enter")
        await driver.at("NCT00000001")
        await driver.until(lambda: desk(driver).tree_pane.path[-1:] == (("trial", FIRST.key),), "the tree at the trial")
        await driver.press("[")
        await driver.until(lambda: desk(driver).tree_pane.path[-1:] == (("drug", ASPIRIN.key),), "the tree at the drug")


async def test_resting_in_the_tree_previews_but_is_no_step_in_the_history() -> None:
    async with browsing() as driver:
        await driver.press("2", "right")
        await driver.at("Aspirin")
        await driver.press("down")
        await driver.at("Zinc")
        assert desk(driver).active == "tree"
        await driver.press("[")
        await driver.at("Home")


async def test_a_link_from_a_previewed_page_leads_back_to_it() -> None:
    async with browsing() as driver:
        await driver.press("2", "right")
        await driver.at("Aspirin")
        await driver.press("tab", "tab", "enter")
        await driver.at("NCT00000001")
        await driver.press("[")
        await driver.at("Drug", "Aspirin")
        await driver.press("[")
        await driver.at("Home")


async def test_leaving_the_tree_does_not_wait_for_the_preview() -> None:
    async with browsing() as driver:
        await driver.press("2", "right", "tab", "tab")
        await driver.says("Trial NCT00000001")
        await driver.at("Aspirin")


async def test_the_related_terms_have_their_pane_where_there_is_room() -> None:
    async with browsing(start=EntityPlace(ASPIRIN)) as driver:
        await driver.sees("Related terms", "Correlated terms")
        await driver.press("w")
        assert desk(driver).active == "related"
        await driver.press("tab", "enter")
        await driver.at("Fever")
        assert desk(driver).active == "page"


@pytest.mark.parametrize("size", SIZES[1:])
async def test_the_related_terms_end_the_page_elsewhere(size: tuple[int, int]) -> None:
    async with browsing(start=EntityPlace(ASPIRIN), size=size) as driver:
        await driver.until(lambda: "correlated" in desk(driver).page_pane.layout_.anchors, "the related terms")
        await driver.press("G")
        await driver.sees("Last line.", "Correlated terms", "Fever 0.50")
        assert "Related terms" not in driver.text


async def test_a_page_is_painted_before_its_related_terms_are_looked_for() -> None:
    catalogue = SmallCatalogue()
    shown: list[str] = []
    async with browsing(catalogue) as driver:
        catalogue.on_related = lambda: shown.append(driver.text)
        await to_aspirin(driver)
        await driver.until(lambda: any("Aspirin" in text.splitlines()[0] for text in shown), "the related terms")
        assert "Line 3 of drug:aspirin." in shown[-1]


@pytest.mark.parametrize("ref", [FIRST, THIRD, FEVER])
async def test_it_opens_where_it_is_asked_to(ref: Ref) -> None:
    async with browsing(start=EntityPlace(ref)) as driver:
        await driver.at(str(ref))
        assert desk(driver).active == "page"
        await driver.until(lambda: desk(driver).tree_pane.path[-1:] == ((ref.kind, ref.key),), "the tree there too")


async def test_it_opens_at_a_section() -> None:
    async with browsing(start=EntityPlace(FEVER, "trials"), size=(80, 24)) as driver:
        await driver.at("D005334#trials")
        await driver.sees("The end section")


async def test_it_opens_at_a_section_of_the_related_terms() -> None:
    async with browsing(start=EntityPlace(ASPIRIN, "correlated"), size=(80, 24)) as driver:
        await driver.sees("Correlated terms")
    async with browsing(start=EntityPlace(ASPIRIN, "correlated")) as driver:
        await driver.until(lambda: desk(driver).active == "related", "the related pane")


async def test_a_place_that_is_not_there_leads_home_and_says_so() -> None:
    async with browsing(start=ABSENT) as driver:
        await driver.at("Home")
        await driver.says("gene:ACE2 is not in this store (test: 3 trials).")


async def test_a_link_to_what_is_not_there_stays_and_says_so() -> None:
    catalogue = SmallCatalogue()
    async with browsing(catalogue, EntityPlace(FEVER)) as driver:
        catalogue.absent.add(FIRST)
        await driver.press("tab", "tab", "enter")
        await driver.says("NCT00000001 is not in this store")
        await driver.at("Fever")


async def test_a_place_that_went_can_still_be_gone_back_to() -> None:
    catalogue = SmallCatalogue()
    async with browsing(catalogue, EntityPlace(FIRST)) as driver:
        await driver.press("H")
        await driver.at("Home")
        catalogue.absent.add(FIRST)
        await driver.press("[")
        await driver.sees("NCT00000001 is not in this store (test: 3 trials).")


async def test_what_another_process_wrote_is_taken_up_on_the_next_jump() -> None:
    catalogue = SmallCatalogue()
    async with browsing(catalogue) as driver:
        await driver.press("2", "right")
        catalogue.header, catalogue.many, catalogue.changed = "test: 4 trials", 5, True
        await driver.press("H")
        await driver.at("test: 4 trials")
        await driver.sees("Many", "Zinc")


async def test_the_address_of_an_outside_link_is_shown_whole() -> None:
    async with browsing(start=EntityPlace(ASPIRIN), size=(60, 20)) as driver:
        await driver.press("o")
        await driver.sees(f"Registry: {ADDRESS}aspirin")
        await driver.press("tab", "enter")
        await driver.sees(f"Outside: {ADDRESS}aspirin")


async def test_the_status_line_grows_for_a_long_answer_and_shrinks_again() -> None:
    async with browsing(start=EntityPlace(THIRD), size=(30, 16)) as driver:
        rows = desk(driver).size.height
        await driver.press("o")
        await driver.until(lambda: desk(driver).size.height < rows, "the answer")
        assert "NCT00000003" in "".join(line.strip() for line in driver.lines)
        await driver.press("down")
        await driver.until(lambda: desk(driver).size.height == rows, "the answer to go")


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["f5"], "F5 does nothing here. Press ? for the keys."),
        (["x"], "x does nothing here. Press ? for the keys."),
        (["ctrl+e"], "Ctrl+e does nothing here."),
        (["["], "Nothing to go back to."),
        (["escape"], "This is the top level."),
        (["5"], "No genes in this store (test: 3 trials)."),
        (["left"], "This is the outermost level."),
        (["right"], "Nothing to open below this."),
        (["w", "enter"], "No link is selected."),
        (["w", "right"], "No pane on the right."),
        (["o"], "This page has no outside link."),
        (["tab", "tab", "tab"], "No further link this way."),
    ],
)
async def test_a_key_that_can_do_nothing_says_why(keys: list[str], answer: str) -> None:
    async with browsing() as driver:
        await driver.press(*keys)
        await driver.says(answer)


async def test_an_answer_goes_with_the_next_key() -> None:
    async with browsing() as driver:
        await driver.press("x")
        await driver.says("x does nothing here")
        await driver.press("down")
        await driver.until(lambda: driver.status == "", "an empty status line")


async def test_escape_leaves_the_zoom_then_the_page_and_never_quits() -> None:
    async with browsing(start=EntityPlace(ASPIRIN)) as driver:
        await driver.sees("MeSH terms")
        await driver.press("z")
        await driver.sees_no("MeSH terms")
        await driver.press("escape")
        await driver.sees("MeSH terms")
        assert desk(driver).active == "page"
        await driver.press("escape")
        assert desk(driver).active == "tree"
        await driver.press("escape", "escape")
        assert driver.app.is_running


async def test_the_zoom_goes_along_to_the_next_pane() -> None:
    async with browsing(start=EntityPlace(ASPIRIN)) as driver:
        await driver.press("z", "w")
        await driver.until(lambda: desk(driver).on_screen == ("related",), "the related terms alone")
        await driver.press("w")
        await driver.until(lambda: desk(driver).on_screen == ("tree",), "the tree alone")


async def test_one_pane_at_a_time_where_it_is_narrow() -> None:
    async with browsing(start=EntityPlace(ASPIRIN), size=(60, 20)) as driver:
        await driver.sees_no("MeSH terms")
        await driver.press("w")
        await driver.sees("MeSH terms")
        await driver.sees_no("Goes with:")
        await driver.press("escape", "tab")
        await driver.says(ADDRESS)
        await driver.sees("Goes with:")
        await driver.press("h")
        await driver.sees("MeSH terms")


async def test_resizing_keeps_the_place_the_link_and_the_pane() -> None:
    async with browsing(start=EntityPlace(FEVER)) as driver:
        await driver.press("tab", "tab", "tab")
        await driver.says("Trial NCT00000002")
        for size in ((80, 24), (60, 20), (100, 30), (120, 40)):
            await driver.pilot.resize_terminal(*size)
            await driver.at("D005334")
            await driver.says("Trial NCT00000002")
            assert desk(driver).active == "page"
            link = desk(driver).page_pane.selected_link
            assert link is not None and link.text == "More aspirin"
        await driver.sees("Related terms")


async def test_resizing_away_the_related_pane_leads_to_the_page() -> None:
    async with browsing(start=EntityPlace(FEVER)) as driver:
        await driver.press("w")
        await driver.pilot.resize_terminal(80, 24)
        await driver.until(lambda: desk(driver).active == "page", "the page")
        await driver.press("tab")
        await driver.says(ADDRESS)


async def test_the_mouse_toggles_selects_opens_and_follows() -> None:
    async with browsing() as driver:
        await driver.pilot.click("#tree", offset=(0, 2))
        await driver.sees("Zinc")
        await driver.pilot.click("#tree", offset=(8, 4))
        await driver.at("Zinc")
        assert desk(driver).active == "tree"
        await driver.pilot.click("#tree", offset=(8, 3), times=2)
        await driver.until(lambda: desk(driver).active == "page", "the page")
        await driver.at("Aspirin")
        line = next(index for index, text in enumerate(driver.lines) if "More aspirin NCT" in text)
        await driver.pilot.click(offset=(driver.lines[line].index("More aspirin NCT") + 2, line))
        await driver.at("NCT00000002")


async def test_a_click_in_a_pane_enters_it() -> None:
    async with browsing(start=EntityPlace(ASPIRIN)) as driver:
        await driver.sees("Correlated terms")
        await driver.pilot.click("#related", offset=(3, 20))
        await driver.until(lambda: desk(driver).active == "related", "the related pane")
        await driver.sees("follow")


async def test_a_node_of_100_000_children_opens_and_is_walked() -> None:
    async with browsing(SmallCatalogue(many=100_000)) as driver:
        await driver.press("6")
        await driver.sees("Number 20")
        await driver.press("G")
        await driver.sees("Number 99999")
        await driver.at("NUMBER99999")
        await driver.press("pageup", "left", "left")
        await driver.sees("Home")
        await driver.sees_no("Number 99999")


async def test_hostile_names_stay_text() -> None:
    catalogue = SmallCatalogue()
    catalogue.header = "[red]x[/] \x1b[2Jstore \u202eevil"
    async with browsing(catalogue) as driver:
        await driver.sees("[red]x[/] ␛[2Jstore �evil")


async def test_ascii_mode_draws_nothing_else() -> None:
    async with browsing(start=EntityPlace(ASPIRIN), ascii_only=True) as driver:
        await driver.sees("Correlated terms", "- Drugs", "+ Trials", "Drug > Aspirin")
        assert driver.text.isascii()


async def test_the_help_has_every_command_and_closes() -> None:
    async with browsing(size=(120, 120)) as driver:
        for key in ("escape", "q", "?"):
            await driver.press("?")
            await driver.sees("Moving", "Help and leaving", *(command.does.split(";")[0][:40] for command in COMMANDS))
            await driver.press(key)
            await driver.sees_no("Help and leaving")
        assert driver.app.is_running


async def test_the_palette_runs_a_command() -> None:
    async with browsing(start=EntityPlace(ASPIRIN)) as driver:
        await driver.press(":")
        await driver.until(lambda: not isinstance(driver.app.screen, BrowseScreen), "the palette")
        await driver.press(*"overview")
        await driver.sees("> Home  Goes to the overview")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, BrowseScreen), "the browser")
        await driver.at("Home")


async def test_every_command_is_done_by_the_browser_or_the_application() -> None:
    async with browsing() as driver:
        screen = driver.app.screen
        assert isinstance(screen, BrowseScreen)
        done = {binding.action for _, binding, _, _ in screen.active_bindings.values()}
        done |= {command.id for command in COMMANDS if screen.applies(command.id)}
        await driver.press("w")
        done |= {command.id for command in COMMANDS if screen.applies(command.id)}
        assert done == {command.id for command in COMMANDS}


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+c", 130)])
async def test_leaving(key: str, code: int) -> None:
    async with browsing() as driver:
        await driver.press(key)
        await driver.until(lambda: driver.app.return_code == code, "the exit code")


async def test_home_is_where_it_begins_without_a_place() -> None:
    async with browsing(start=HomePlace()) as driver:
        await driver.sees("This store is small.")
        assert desk(driver).active == "tree"
