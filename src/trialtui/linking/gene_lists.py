"""What is known of gene symbols and names in the text of trials: which to trust, which to doubt, which never to take.

The lists are general knowledge of how medicine abbreviates; they name no trial and no corpus.
"""

from __future__ import annotations

import re

TRUSTED = frozenset(
    (
        "ABL1", "ACE2", "ADAMTS13", "ALDH2", "APOB", "APOE", "APOL1", "ATRX", "BCL2", "BDNF", "BRAF", "BRCA1",
        "BRCA2", "BTK",
        "CALR", "CCND1", "CDKN2A", "CEBPA", "CETP", "CFTR", "CRP", "CSF1R", "CTLA4", "CTNNB1", "DHODH", "DPYD",
        "EGFR", "EPCAM", "ERBB2", "FLT3", "FGFR1", "FGFR2", "FGFR3", "FOXP3", "GBA1", "GFAP", "GNAQ", "HFE", "HGF",
        "HMGB1", "HRAS", "IFNG", "JAK1", "JAK2", "KDR", "KRAS", "LDLR", "LRRK2", "MAPT", "MAVS", "MDM2", "MECP2",
        "MEFV", "MTHFR", "MTOR", "MUTYH", "MYC", "MYD88", "NRAS", "NTRK1", "NUDT15", "OXTR", "PALB2", "PDGFRA",
        "PDGFRB", "PIK3CA", "PTEN", "RICTOR", "SHBG", "SLCO1B1", "SMN1", "SNCA", "STAT3", "TIGIT", "TNF", "TP53",
        "TPMT", "TSHR", "UGT1A1", "VDR", "VEGFA", "VHL", "VKORC1", "VWF",
    )
)  # fmt: skip
"""Approved symbols that mean their gene or its product wherever they stand in capitals."""

SURFACES = {
    "HER2": "ERBB2", "HER-2": "ERBB2", "HER2/neu": "ERBB2", "HER3": "ERBB3", "HER4": "ERBB4", "VEGF": "VEGFA",
    "VEGFR1": "FLT1", "VEGFR2": "KDR", "VEGFR3": "FLT4", "PD-1": "PDCD1", "PD1": "PDCD1", "PD-L1": "CD274",
    "PDL1": "CD274", "PDL-1": "CD274", "PD-L2": "PDCD1LG2", "CTLA-4": "CTLA4", "LAG-3": "LAG3", "TIM-3": "HAVCR2",
    "GM-CSF": "CSF2", "GMCSF": "CSF2", "G-CSF": "CSF3", "GCSF": "CSF3", "M-CSF": "CSF1", "MCP-1": "CCL2",
    "MCP1": "CCL2",
    "IP-10": "CXCL10", "IP10": "CXCL10", "MIP-1α": "CCL3", "MIP-1alpha": "CCL3", "MIP-1β": "CCL4", "MIP-1beta": "CCL4",
    "RANTES": "CCL5", "SDF-1": "CXCL12", "TNFα": "TNF", "TNF-α": "TNF", "TNF-alpha": "TNF", "TNFalpha": "TNF",
    "TNF-a": "TNF", "TNFa": "TNF", "IFN-γ": "IFNG", "IFNγ": "IFNG", "IFN-gamma": "IFNG", "IFN-g": "IFNG",
    "IL-8": "CXCL8", "IL8": "CXCL8", "IL-17": "IL17A", "IL17": "IL17A", "IL-23": "IL23A", "IL-1RA": "IL1RN",
    "IL-1Ra": "IL1RN", "IL1RA": "IL1RN", "IL1Ra": "IL1RN", "p53": "TP53", "c-Met": "MET", "c-MET": "MET", "cMET": "MET",
    "c-KIT": "KIT", "c-Kit": "KIT", "c-kit": "KIT", "c-met": "MET", "c-Myc": "MYC", "c-myc": "MYC", "c-MYC": "MYC",
    "BCMA": "TNFRSF17", "PSMA": "FOLH1", "SGLT2": "SLC5A2",
    "SGLT-2": "SLC5A2", "SGLT1": "SLC5A1", "P-gp": "ABCB1", "Pgp": "ABCB1", "DPP-4": "DPP4", "DPP4": "DPP4",
    "DPPIV": "DPP4", "DPP-IV": "DPP4", "COX-2": "PTGS2", "COX-1": "PTGS1", "iNOS": "NOS2", "eNOS": "NOS3",
    "KIM-1": "HAVCR1", "NGAL": "LCN2", "PAI-1": "SERPINE1", "vWF": "VWF", "mTOR": "MTOR", "Ki-67": "MKI67",
    "Ki67": "MKI67", "KI67": "MKI67", "P2Y12": "P2RY12", "YKL-40": "CHI3L1", "HO-1": "HMOX1", "HIF-1α": "HIF1A",
    "HIF-1alpha": "HIF1A", "HIF-1": "HIF1A", "TGF-β1": "TGFB1", "TGF-beta1": "TGFB1", "TGFβ1": "TGFB1",
    "NK-1R": "TACR1", "Bcl-2": "BCL2",
    "OX40": "TNFRSF4", "4-1BB": "TNFRSF9", "ST2": "IL1RL1", "sST2": "IL1RL1", "ET-1": "EDN1", "CA-125": "MUC16",
    "CA125": "MUC16", "HE4": "WFDC2", "GAD65": "GAD2", "PDE5": "PDE5A", "PDE-5": "PDE5A", "Nav1.7": "SCN9A",
    "RIG-I": "RIGI", "MDA5": "IFIH1", "STING": "STING1", "C1-INH": "SERPING1",
    "hACE2": "ACE2", "rhACE2": "ACE2", "sACE2": "ACE2", "sIL-6R": "IL6R", "sCD14": "CD14", "sCD163": "CD163",
}  # fmt: skip
"""Usual spellings that HGNC does not have, or has for several genes, and what they mean in medicine."""

STEMS = frozenset(
    (
        "ABCA", "ABCB", "ABCC", "ABCG", "ADAM", "ADAMTS", "AKR", "AKT", "ANGPT", "ANGPTL", "APOA", "APOC", "AURKA",
        "BCL", "BMP", "BRCA", "BRD", "CARD", "CASP", "CCL", "CCN", "CCND", "CCR", "CD", "CDH", "CDK", "CDKN", "CHEK",
        "COL", "CSF", "CTLA", "CXCL", "CXCR", "CX", "CYP", "DDR", "DLL", "DNMT", "DPP", "DRD", "EPHA", "ERBB", "ERCC",
        "ESR", "EZH", "FANC", "FCGR", "FGF", "FGFR", "FGL", "FKBP", "FLT", "FOXO", "FOXP", "FZD", "GATA", "GDF",
        "GLP", "HAVCR", "HDAC", "HIF", "HLA", "HMGB", "HMOX", "HTR", "ICAM", "IDH", "IDO", "IFIH", "IFIT", "IFITM",
        "IFN", "IFNA", "IFNAR", "IFNB", "IFNL", "IGF", "IGFBP", "IL", "IRAK", "IRF", "ITGA", "ITGB", "JAK", "KCNQ",
        "KEAP", "KLK", "KMT", "KRT", "LAG", "LILRB", "LRP", "MAP", "MAPK", "MCL", "MDM", "MLH", "MMP", "MSH", "MUC",
        "NFE", "NLRP", "NOD", "NOTCH", "NPM", "NTRK", "OAT", "OATP", "PARP", "PAX", "PCSK", "PDCD", "PDE", "PIK",
        "PMS", "PNPLA", "POLD", "POLE", "POLQ", "PPARG", "PTCH", "PTGS", "PTPN", "RAD", "RIPK", "RUNX", "SCN",
        "SERPINA", "SERPINC", "SERPINE", "SERPING", "SETD", "SIRT", "SLAMF", "SLC", "SLCO", "SMAD", "SMARCB", "SOCS",
        "SOX", "STAT", "STK", "SULT", "TGFB", "TGFBR", "THBS", "TIMP", "TLR", "TMPRSS", "TNFRSF", "TNFSF", "TP",
        "TREM", "TRPA", "TRPM", "TRPV", "TSC", "TYK", "UCP", "UGT", "ULK", "VCAM", "VEGFR", "WNT", "XPO", "XRCC",
        "ZAP",
    )
)  # fmt: skip
"""The letters that begin symbols of well-known families: with a number they mean a gene (`IL6`, `CXCR4`, `TP53`)."""

NEVER = frozenset(
    (
        "ACE", "ACR", "ADA", "AGA", "AIDA", "ALB", "ALL", "ALP", "ALT", "ANOVA", "ANG", "APC", "APCS", "APP", "AR",
        "ARC", "ARDS", "ART", "AS", "ASPH", "AST", "AVP", "BAD", "BID", "BPI", "BSG", "CA", "CAD", "CALM", "CAMP",
        "CAP", "CAPS", "CARE", "CARS", "CARS1", "CARS2", "CAST", "CAT", "CBS", "CCS", "CDA", "CEL", "CGA", "CHAD",
        "CHM", "CIT", "CK", "CLC", "CLOCK", "COPD", "COPE", "CP", "CPAP", "CPD", "CPE", "CPM", "CPS", "CPZ", "CR",
        "CR1", "CR2", "CRS", "CS", "CT", "CTR", "DAP", "DBP", "DBT", "DES", "DM", "DST", "EBP", "ECT2", "ECM1",
        "ECM2", "EFS", "ELN", "ENG", "EPO", "ERAS", "ESD", "ESR", "FAC", "FAST", "FES", "FH", "FOS", "FRY", "GAD1",
        "GAD2", "GAS1", "GC", "GCA", "GEM", "GGT", "GH", "GK", "GPI", "GPT", "GRN", "HIV", "HP", "HPR", "HR", "HRK",
        "ICOS", "ICU", "IDE", "IDS", "IGES", "IMPACT", "INS", "IPP", "IVD", "KL", "KY", "LAT", "LBP", "LDH", "LIF",
        "LIPE", "LTA", "LTB", "MAF", "MARS1", "MARS2", "MAX", "MB", "MCC", "MIA", "MICE", "MIP", "MMD", "MMSE", "MOG",
        "MOS", "MPG", "MPO", "MR1", "MRI", "MRI1", "MSC", "MSN", "NCL", "NHS", "NMB", "NNT", "NOG", "NOV", "NPS",
        "NRM", "NTM", "OAT", "OSCAR", "OTC", "OTP", "PACE4", "PAH", "PAM", "PC", "PDF", "PGP", "PIP", "PIR", "PLEC",
        "PML", "PNN", "POLE1", "PREP", "PROC", "PROM1", "PROM2", "PSA", "PTH", "PTS", "PVR", "REL", "REM1", "REM2",
        "REST", "RPE", "SAFB", "SARS", "SARS1", "SARS2", "SCAI", "SCD", "SCT", "SDS", "SEP", "SET", "SI", "SLA",
        "SMO", "SMS", "SOFA", "SPARC", "SPR", "SRI", "SST", "STAR", "STEAP", "STEP", "STH", "STS", "TAT", "TEC", "TF",
        "TG", "TH", "TOX", "TRA", "TRD", "TST", "TTN", "UBC", "VIP", "WAS", "WARS1", "WARS2", "XG", "XK", "YARS1",
        "YARS2", "AGGF1", "CYP26", "PI3K", "STAT5", "ABO", "IL1", "IL12", "IL35", "ORF1", "CYP3A", "CYP2C", "IFNA",
        "CAPG", "CASK", "PALM", "TANK", "SHARPIN", "STIM", "CHIT", "PIGF", "EPOR", "TPO", "TRH", "AFP", "HBB", "BCR",
        "CD180",
    )
)  # fmt: skip
"""Symbols and aliases that mean something else in trials: tests, doses, scales, devices, diseases, English words.

CPAP is a device and BID a dosing, MSC a cell, NHS a service, ALT a laboratory test, ACE inhibitors a class of drugs.
They count only where the text defines them by the gene's own name (`prostate-specific antigen (PSA)`) or names the gene
(`the ACE gene`, `SCD mutation`).
"""

EXTRA_NAMES = {
    "angiotensin-converting enzyme": "ACE", "tumor necrosis factor alpha": "TNF", "tumor necrosis factor α": "TNF",
    "programmed cell death protein 1": "PDCD1", "programmed death 1": "PDCD1", "programmed death ligand 1": "CD274",
    "programmed cell death ligand 1": "CD274", "programmed death-ligand 1": "CD274",
    "factor V Leiden": "F5", "interleukin-1β": "IL1B", "interferon-γ": "IFNG", "cytochrome P450 3A4": "CYP3A4",
    "cytochrome P450 2D6": "CYP2D6",
    "plasminogen activator inhibitor-1": "SERPINE1", "human epidermal growth factor receptor 2": "ERBB2",
    "human epidermal growth factor receptor-2": "ERBB2", "Bruton's tyrosine kinase": "BTK",
    "transmembrane protease serine 2": "TMPRSS2", "sodium-glucose cotransporter 2": "SLC5A2",
    "angiotensin converting enzyme II": "ACE2", "angiotensin-converting enzyme receptor 2": "ACE2",
}  # fmt: skip
"""Names in full that HGNC does not have, by gene."""

NO_NAMES = frozenset(
    (
        "alanine aminotransferase", "alanine transaminase", "glutamic pyruvic transaminase", "proton pump", "protein s",
        "protein c", "plasminogen activator inhibitor", "neurokinin 1", "glucagon like peptide 1", "best disease",
        "importin 2", "glycoprotein d", "heat shock protein", "growth hormone", "stem cell growth factor",
        "stem cell factor",
        "pituitary growth hormone", "blood group", "core protein", "nuclear antigen", "natural killer",
        "t cell receptor",
        "insulin receptor substrate", "eptacog alfa", "dna repair enzyme", "b cell activation", "potassium channel",
        "transmembrane protein 3", "coat protein", "envelope protein", "surface antigen", "cell surface receptor",
    )
)  # fmt: skip
"""Names of genes that mean something wider in trials: liver tests, drug classes, parts of viruses. Folded, singular."""

DISEASE = re.compile(
    r"disease|syndrome|leuk(?:a)?emia|lymphoma|fever|rhinitis|spondylitis|h(?:a)?emophilia|cancer|carcinoma|tumou?r \d"
    r"|insipidus|h(?:a)?emoglobinuria|hypercholesterol|immunodeficiency|deficiency|dystrophy|dysplasia|ataxia|neuropathy|myopathy|asthma"
    r"|retin(?:itis|opathy)|epilepsy|diabetes|anemia|deafness|cataract|glaucoma|thyroiditis|sclerosis|schizophrenia|dementia"
    r"|paraplegia|blindness|psoriasis|melanoma|blastoma|sarcoma|disorder|susceptibility|hypertension|obesity|lupus|arthritis"
)
"""Names of this form are of the disease that led to the gene; HGNC keeps them as aliases."""

GENERIC = frozenset(
    (
        "a", "activated", "activation", "activator", "adaptor", "antigen", "associated", "b", "binding", "calcium",
        "carrier", "cell", "chain", "channel", "class", "coat", "complex", "component", "containing", "core",
        "coupled", "cytokine", "d", "dependent", "differentiation", "dna", "domain", "early", "element",
        "endothelial", "enzyme", "envelope", "epithelial", "erythroid", "factor", "family", "finger", "from", "g",
        "galectin", "gene", "glycoprotein", "growth", "heavy", "helix", "hematopoietic", "homolog", "hormone",
        "human", "inducible", "induced", "inhibitor", "integral", "interacting", "intracellular", "ion", "kinase",
        "ligand", "light", "like", "liver", "member", "membrane", "mitochondrial", "molecule", "muscle", "neuronal",
        "nuclear", "nucleus", "of", "on", "peptide", "phosphatase", "plasma", "potassium", "progenitor", "protease",
        "protein", "receptor", "regulated", "regulator", "related", "repair", "repeat", "response", "rich", "ring",
        "rna", "serine", "signal", "signaling", "similar", "small", "sodium", "specific", "stem", "subunit",
        "surface", "suppressor", "synthase", "system", "t", "the", "threonine", "to", "transcription",
        "transmembrane", "transporter", "type", "tyrosine", "unit", "with", "zinc",
    )
)  # fmt: skip
"""Words of which a name may not consist alone: `transmembrane glycoprotein` names no gene."""
