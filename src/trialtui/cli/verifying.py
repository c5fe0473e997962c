"""`trialtui verify`: check the store, and mend it."""

from __future__ import annotations

import argparse

from trialtui.cli.exits import NOT_FOUND, OK, UNUSABLE, CommandError
from trialtui.cli.output import put, say
from trialtui.cli.stores import store_folder
from trialtui.model.clean import clean
from trialtui.store.errors import StoreError
from trialtui.store.verify import repair, verify


def verify_store(options: argparse.Namespace) -> int:
    """Check every record's checksum and the index; with `--repair` mend what can be mended."""
    folder = store_folder(options.store)
    try:
        if options.repair:
            for line in repair(folder):
                say(line)
        findings = list(verify(folder))
    except StoreError as error:
        raise CommandError(str(error), UNUSABLE) from error
    for finding in findings:
        put(clean(f"{finding.file}: {finding.what}\n"))
    if all(finding.harmless for finding in findings):
        say(f"{folder}: sound")
        return OK
    say(f"{folder}: damaged" + ("" if options.repair else "; `trialtui verify --repair` mends what can be mended"))
    return NOT_FOUND
