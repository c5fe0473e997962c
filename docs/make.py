"""Makes what the documents take from the program: `docs/keys.md`, the manual page, and the picture in the README."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from docs import man

from trialtui.assets import asset
from trialtui.ingest.pages import build
from trialtui.pages.catalogue import StoreCatalogue
from trialtui.query.resolve import resolve
from trialtui.store.store import Store
from trialtui.tui.app import TrialtuiApp
from trialtui.tui.command_set import CommandSet

DOCS = Path(__file__).parent
SIZE = (130, 36)


def keys() -> str:
    """Return the table of keys as Markdown."""
    lines = ["# Keys", "", "Made from the program's own declaration; `trialtui keys` prints the same."]
    group = ""
    for row in CommandSet().table():
        if row.group != group:
            group = row.group
            lines += ["", f"## {group}", "", "| key | where | does |", "|---|---|---|"]
        shown = " ".join(f"`{key}`" for key in row.keys.split(" "))
        lines.append(f"| {shown} | {row.where} | {row.does} |")
    return "\n".join(lines) + "\n"


async def picture(folder: Path) -> str:
    """Return an SVG of the browser on the seed store."""
    build(folder, [asset("seeds")], lambda _line: None)
    store = Store(folder)
    place = resolve(store, "drug:intravenous infusions of stem cells")
    app = TrialtuiApp(StoreCatalogue(store), place)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(0.5)
        svg = app.export_screenshot(title="trialtui")
    store.close()
    return svg


def main() -> None:
    """Write all of them."""
    (DOCS / "keys.md").write_text(keys(), encoding="utf-8")
    (DOCS / "trialtui.1").write_text(man.page(), encoding="ascii")
    with tempfile.TemporaryDirectory() as folder:
        (DOCS / "trialtui.svg").write_text(asyncio.run(picture(Path(folder) / "store")), encoding="utf-8")


if __name__ == "__main__":
    main()
