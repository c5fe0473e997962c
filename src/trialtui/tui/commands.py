"""The one declaration of the browser's commands.

By way of `tui/command_set.py` it feeds the keys, the footer, the command palette, the help screen, `trialtui keys` and
the docs. It imports no Textual, so that the command line can print it.
"""

from __future__ import annotations

from trialtui.model.refs import KIND_NAMES, KINDS
from trialtui.tui.command import PAGE, TREE, Command

COMMANDS: tuple[Command, ...] = (
    Command(id="line_up", keys=("up", "k"), name="up", does="Moves up a line.", group="Moving"),
    Command(id="line_down", keys=("down", "j"), name="down", does="Moves down a line.", group="Moving"),
    Command(id="page_up", keys=("pageup",), name="screen up", does="Moves up a screen.", group="Moving"),
    Command(id="page_down", keys=("pagedown",), name="screen down", does="Moves down a screen.", group="Moving"),
    Command(id="top", keys=("g", "home"), name="top", does="Goes to the first line.", group="Moving"),
    Command(id="bottom", keys=("G", "end"), name="bottom", does="Goes to the last line.", group="Moving"),
    Command(
        id="open_branch", keys=("right", "l"), name="unfold", group="In the tree", where=(TREE,), rank=4,
        does="Opens the branch; where it is open, goes to its first entry.",
    ),
    Command(
        id="close_branch", keys=("left", "h"), name="fold", group="In the tree", where=(TREE,), rank=5,
        does="Closes the branch; where it is closed, goes to the entry above it.",
    ),
    Command(
        id="open_node", keys=("enter",), name="read", group="In the tree", where=(TREE,), rank=3,
        does="Opens the entry's page and goes there; a group without a page opens or closes.",
    ),
    *(
        Command(
            id=f"go_{kind}", keys=(str(number),), name=KIND_NAMES[kind][1], group="Going to",
            does=f"Goes to the {KIND_NAMES[kind][1]} in the tree.",
        )
        for number, kind in enumerate(KINDS, 1)
    ),
    Command(
        id="next_link", keys=("tab",), name="next link", group="Links", feature="links", rank=6,
        does="Selects the next link of the page; the line below says where it leads.",
    ),
    Command(
        id="previous_link", keys=("shift+tab",), name="previous link", group="Links", feature="links",
        does="Selects the previous link of the page.",
    ),
    Command(
        id="follow_link", keys=("enter",), name="follow", group="Links", feature="links", where=(PAGE,), rank=3,
        does="Follows the selected link.",
    ),
    Command(
        id="hint_links", keys=("f",), name="letters", group="Links", feature="hints", rank=5,
        does="Shows letters over every link in view; type them to follow it.",
    ),
    Command(
        id="evidence", keys=("v",), name="evidence", group="Links", feature="evidence", rank=11, where=(PAGE,),
        does="Shows why a trial and a term are linked, sentence by sentence; in a term's page, all that mention it.",
    ),
    Command(
        id="show_address", keys=("o",), name="outside link", group="Links", feature="outside", rank=10,
        does="Opens the selected outside link, else the page's own, in the web browser; over SSH, shows its address.",
    ),
    Command(
        id="search", keys=("s",), name="search", group="Finding", feature="finding", rank=3,
        does="Searches everything as you type.",
    ),
    Command(
        id="find", keys=("/",), name="find", group="Finding", feature="find", rank=6, where=(PAGE,),
        does="Finds words in the page as you type. Capitals count where you type some, accents never.",
    ),
    Command(
        id="filter_tree", keys=("/",), name="filter", group="Finding", feature="tree_filter", rank=6, where=(TREE,),
        does="Filters the tree by name as you type; Esc brings the whole tree back.",
    ),
    Command(
        id="next_match", keys=("n",), name="next match", group="Finding", feature="find",  where=(PAGE,),
        does="Goes to the next place where the words stand, on any page.",
    ),
    Command(
        id="previous_match", keys=("N",), name="previous match", group="Finding", feature="find", where=(PAGE,),
        does="Goes to the previous place where the words stand.",
    ),
    Command(
        id="contents", keys=("t",), name="contents", group="Sections", feature="contents", rank=8,
        does="Lists the headings of the page; Enter goes to one, - folds it.",
    ),
    Command(
        id="fold", keys=("-",), name="fold section", group="Sections", feature="contents", where=(PAGE,),
        does="Folds the section that you are in, so that only its heading stays; once more unfolds it.",
    ),
    Command(
        id="fold_all", keys=("_",), name="fold all", group="Sections", feature="contents", where=(PAGE,),
        does="Folds all sections of the page, or unfolds them all.",
    ),
    Command(
        id="facets", keys=("F",), name="narrow", group="Finding", feature="finding", rank=9,
        does="Goes to what narrows a search or a term's trials: status, phase, year, country and more.",
    ),
    Command(
        id="sort_right", keys=(">",), name="sort", group="Finding", feature="finding", rank=12,
        does="Lists the trials of a search or a term; in such a list, sorts by the next column; in correlated terms, "
        "sorts them by correlation or by trials shared.",
    ),
    Command(
        id="sort_left", keys=("<",), name="sort back", group="Finding", feature="finding",
        does="The same, but sorts by the column before.",
    ),
    Command(
        id="next_in_list", keys=("J",), name="next of the list", group="Finding", feature="finding", rank=13,
        does="Goes to the next one of the list that you came from, in the same section.",
    ),
    Command(
        id="previous_in_list", keys=("K",), name="previous of the list", group="Finding", feature="finding",
        does="Goes to the previous one of the list that you came from, in the same section.",
    ),
    Command(
        id="mark", keys=("m",), name="mark", group="Taking away", feature="marking", rank=15,
        does="Marks the trial that you are at, or that the selected link leads to; once more lets it go.",
    ),
    Command(
        id="compare", keys=("c",), name="compare", group="Taking away", feature="marking", rank=16,
        does="Sets the marked trials side by side, two to four; a single one beside the trial that you are at.",
    ),
    Command(
        id="export", keys=("e",), name="export", group="Taking away", feature="exporting", rank=17,
        does="Exports the marked trials, a search or a term's trials to CSV, JSON, RIS or Markdown.",
    ),
    Command(
        id="copy", keys=("y",), name="copy", group="Taking away", feature="copying", rank=12,
        does="Copies an id, a link, a citation, a section or the page by way of your terminal, or shows it plain.",
    ),
    Command(
        id="back", keys=("[", "backspace", "alt+left"), name="back", group="Where you have been", rank=7,
        does="Goes back to the place before, where you left it.",
    ),
    Command(
        id="forward", keys=("]", "alt+right"), name="forward", group="Where you have been", rank=11,
        does="Goes forward again.",
    ),
    Command(
        id="home", keys=("H",), name="home", group="Where you have been", rank=12,
        does="Goes to the overview of what this store holds.",
    ),
    Command(
        id="bookmark", keys=("b",), name="bookmark", group="Keeping", feature="keeping", rank=14,
        does="Bookmarks this page, or saves this search; once more takes it away.",
    ),
    Command(
        id="bookmarks", keys=("B",), name="bookmarks and history", group="Keeping", feature="kept", rank=15,
        does="Lists bookmarks, saved searches, notes and where you have been; type to narrow, Delete takes away.",
    ),
    Command(
        id="note", keys=("a",), name="note", group="Keeping", feature="noting", rank=16,
        does="Writes a note of your own on this trial or term; it stands at the top of its page.",
    ),
    Command(
        id="forget_history", keys=(), name="forget history", group="Keeping", feature="kept",
        does="Forgets where you have been, in this session and before; bookmarks and notes stay.",
    ),
    Command(
        id="sync", keys=("S",), name="sync", group="The store", feature="syncing", rank=15,
        needs=("write_store", "use_network"),
        does="Fetches from ClinicalTrials.gov what is new and changed; asks first, and works while you read on.",
    ),
    Command(
        id="changes", keys=(), name="what changed", group="The store", feature="syncing",
        does="Goes to what imports and syncs changed.",
    ),
    Command(
        id="next_pane", keys=("w", "f6"), name="next pane", group="Panes", rank=8,
        does="Goes to the next pane: tree, page, related terms.",
    ),
    Command(
        id="pane_left", keys=("left", "h"), name="pane on the left", group="Panes", where=(PAGE,),
        does="Goes to the pane on the left.",
    ),
    Command(
        id="pane_right", keys=("right", "l"), name="pane on the right", group="Panes", where=(PAGE,),
        does="Goes to the pane on the right.",
    ),
    Command(
        id="zoom", keys=("z",), name="zoom", group="Panes", rank=9,
        does="Gives the pane the whole screen, and again to give it back.",
    ),
    Command(
        id="level_up", keys=("escape",), name="one level up", group="Panes",
        does="Goes one level up: out of this help, out of the zoom, from the page to the tree. It never quits.",
    ),
    Command(
        id="help", keys=("?",), name="help", group="Help and leaving", rank=1, feature="helping",
        does="Shows this help, the keys of where you are first.",
    ),
    Command(
        id="command_palette", keys=(":",), name="commands", group="Help and leaving", rank=13, feature="palette",
        does="Finds a command, or an entity, by its name.",
    ),
    Command(
        id="theme", keys=(), name="theme", group="Help and leaving", feature="theming",
        does="Lists the themes, shows each as you go along, and writes the one you take to the settings.",
    ),
    Command(
        id="close", keys=("q",), name="quit", group="Help and leaving", rank=2,
        does="Closes what is on top, else leaves the browser.",
    ),
    Command(
        id="redraw", keys=("ctrl+l",), name="draw anew", group="Help and leaving",
        does="Draws the screen anew, after something else has written over it.",
    ),
    Command(
        id="interrupt", keys=("ctrl+c",), name="interrupt", group="Help and leaving",
        does="Leaves the browser at once.",
    ),
)  # fmt: skip
"""Every command, in the order in which the help shows them."""
