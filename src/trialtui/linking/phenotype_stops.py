"""What looks like a phenotype in the text of a trial, and is none. Chosen by reading matches in registry records."""

from __future__ import annotations

NEVER = (
    "abnormal laboratory", "aggression", "arranging", "aspiration", "collecting", "cutting", "drug resistance",
    "highly sensitive", "hyperthermia", "imbalance", "inactivity", "isolation", "laboratory abnormality",
    "mitochondrial", "oncology", "one nostril", "ordering", "oxidative stress", "pursed lip", "repetitive",
    "resistance", "self control", "self isolation", "sensitive", "social isolation", "target cell", "tearing",
    "unresponsive",
)  # fmt: skip
"""Names and synonyms of HPO that in trials mostly mean something else: a procedure, a lab result, a way of life."""

SWALLOWING = (
    "aspiration biopsy", "cancer center", "cancer centre", "cancer consortium", "cancer foundation",
    "cancer hospital", "cancer institute", "cancer network", "cancer registry", "cancer research", "cancer society",
    "eye drop", "hepatitis a vaccine", "hepatitis b vaccine", "hepatitis vaccine", "irritable bowel",
    "pneumonia vaccine", "risk of fall", "shock lithotripsy", "shock wave", "shock waves",
)  # fmt: skip
"""Phrases in which a phenotype's word does not name the phenotype; where one stands, nothing within it counts."""
