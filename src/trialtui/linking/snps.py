"""SNPs in text: reference numbers of dbSNP."""

from __future__ import annotations

import re

from trialtui.model.refs import Ref
from trialtui.model.term import Mention

_NO_MORE = r"(?!\d|(?![ACGT]{1,2}(?![A-Za-z0-9]))[A-Za-z])"
"""A number ends where no digit and no letter follows; its genotype may (`rs12979860CC`)."""

_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9])(?:rs([1-9]\d{{2,10}})|rs[ #]([1-9]\d{{3,10}})|R[Ss]#?([1-9]\d{{4,10}})){_NO_MORE}"
    rf"|\b(?i:reference SNP|refSNP)(?i:[ -]?(?:cluster |ID |number |no\.? ?)*)#?:? ?(?:rs)?([1-9]\d{{2,10}}){_NO_MORE}"
)
HINT_AFTER = r"(?:(?<=[rR][sS].)|(?<=[rR][sS][ #].))\d"
"""Expression: what follows the first digit of every number that counts after `rs`."""

_HINT = re.compile("[1-9]" + HINT_AFTER)


def may_name_snp(text: str) -> bool:
    """Tell quickly whether a text may have a reference number."""
    return _HINT.search(text) is not None or "SNP" in text


def snp_mentions(text: str) -> list[Mention]:
    """Find dbSNP reference numbers.

    `rs1800795`, `RS4149056`, `rs#12979860`, `rs 12979860`, `reference SNP no. 4359426`. A number set off by a blank
    wants lower case, and capitals want five digits: RS232 and RS-485 are serial ports, `RS 12 Gy` is radiosurgery.

    Args:
        text: Plain text, as registered.

    Returns:
        The mentions in order; offsets are code points, the name is `rs` and the number.
    """
    if not may_name_snp(text):
        return []
    return [_mention(match) for match in _NUMBER.finditer(text)]


def _mention(match: re.Match[str]) -> Mention:
    name = f"rs{match[match.lastindex or 0]}"
    return Mention(ref=Ref("snp", name), name=name, start=match.start(), end=match.end(), text=match[0])
