"""A terminal browser for clinical trials, and the drugs, terms, genes and variants that they name."""

__version__ = "0.1.0"
