"""Each entity's address in the world outside, whole."""

from __future__ import annotations

from trialtui.model.refs import Ref

_LABELS = {
    "trial": "ClinicalTrials.gov",
    "drug": "Wikipedia",
    "mesh": "NIH (MeSH browser)",
    "hpo": "HPO",
    "gene": "HGNC",
    "snp": "dbSNP",
    "mutation": "ClinVar",
}


_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def _quoted(text: str) -> str:
    """Percent-encode a text (RFC 3986, nothing but unreserved characters); `urllib` would cost a start 3 ms."""
    data = text.encode("utf-8", "replace")
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in data)


def outside_label(kind: str) -> str:
    """Return what an entity's outside link leads to."""
    return _LABELS[kind]


def outside_url(ref: Ref, name: str = "") -> str:
    """Return the address of an entity outside; `name` is what a search there looks for, where it is one."""
    key = _quoted(ref.key)
    match ref.kind:
        case "trial":
            return f"https://clinicaltrials.gov/study/{key}"
        case "drug":
            return f"https://en.wikipedia.org/w/index.php?search={_quoted(name or ref.key)}"
        case "mesh":
            return f"https://meshb.nlm.nih.gov/record/ui?ui={key}"
        case "hpo":
            return f"https://hpo.jax.org/browse/term/{ref.key}"
        case "gene":
            return f"https://www.genenames.org/tools/search/#!/?query={key}"
        case "snp":
            return f"https://www.ncbi.nlm.nih.gov/snp/{key}"
        case _:
            return f"https://www.ncbi.nlm.nih.gov/clinvar/?term={_quoted(ref.key.replace(':', ' '))}"
