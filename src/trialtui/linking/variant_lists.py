"""What has the form of a protein change and is known: decoys, changes of DNA, protein changes spelled in nucleotides.

The lists hold general knowledge, gathered for trial text; none is taken from a corpus that the linking is measured on.
"""

from __future__ import annotations

NOT_CHANGES: dict[str, tuple[str, ...]] = {
    "cell line": (
        "T47D", "T98G", "C33A", "J774A", "F442A", "A375M", "A375P", "H295R", "P388D", "D283M", "D341M", "C127I",
        "L132A",
        "A431D", "K562R", "A549R", "A2780C",
    ),
    "S100 protein": ("S100A", "S100B", "S100G", "S100P", "S100Z"),
    "coagulation factor subunit": ("F13A",),
    "cytochrome": ("P450A", "P450C", "P450E", "P450R", "P450S"),
    "PI3K, misread": ("P13K",),
    "dextrose in water": ("D10W", "D20W", "D25W", "D30W", "D40W", "D50W", "D70W"),
    "food additive": (
        "E150A", "E150C", "E150D", "E160A", "E160C", "E160D", "E160E", "E160F", "E161G", "E163A", "E172A", "E450I",
        "E472A", "E472C", "E472D", "E472E", "E472F", "E570A",
    ),
    "recall or scale": ("R24W", "R24H", "C19P", "C19S", "S10A", "P12L"),
}  # fmt: skip
"""Things that are no protein change, by what they are: T47D is a breast cancer line, R24W a 24-hour recall."""

DECOYS = frozenset(key for keys in NOT_CHANGES.values() for key in keys)
"""All keys of `NOT_CHANGES`."""

DNA_CHANGES = frozenset(
    (
        "C677T", "A1298C", "G1793A", "A66G", "A2756G", "G80A",  # folate: MTHFR, MTRR, MTR, SLC19A1
        "G1691A", "G20210A", "A4070G", "C46T", "T1565C",  # clotting: F5, F2, F12, ITGB3
        "A1166C", "A2350G", "G8790A", "G9570A", "C344T", "T344C",  # AGTR1, ACE, ACE2, CYP11B2
        "C3435T", "G2677T", "G2677A", "C1236T", "C421A", "G34A", "A388G",
        "T521C",  # transporters: ABCB1, ABCG2, SLCO1B1
        "G516T", "T983C", "A6986G", "G681A", "G636A", "C806T", "G1846A", "A2549G", "C100T", "C1173T", "G1639A",  # CYPs
        "A118G", "C1858T", "G1947A", "A1075C", "C430T", "T102C", "G308A", "G238A", "G174C",
        "C174G",  # OPRM1, PTPN22 ...
        "T786C", "G894T", "T869C", "C509T", "A1082G", "G1082A", "C819T", "C592A", "C825T", "T825C",  # NOS3, TGFB1, IL10
        "A3243G", "A8344G", "G11778A", "G3460A", "T14484C", "T8993G", "T8993C", "G13513A", "A1555G", "T3271C",  # mtDNA
    )
)  # fmt: skip
"""Changes of DNA that articles write without `c.`: nucleotide numbering, so no protein has them under this name."""

PROTEIN_CHANGES = frozenset(
    (
        "G12C", "G12A", "G13C", "G13A", "A59T", "A59G", "A146T",  # KRAS, NRAS, HRAS
        "G719A", "G719C", "G469A", "G466A", "T58A", "A677G",  # EGFR, BRAF, MYC, EZH2
        "A98G", "G190A", "G73A", "G73C", "G73T", "T66A", "T97A", "G140A", "G140C",  # HIV drug resistance
        "A181T", "A156T", "A156G", "T54A",  # hepatitis B and C drug resistance
        "T60A", "G93A", "A673T",  # TTR, SOD1, APP
    )
)  # fmt: skip
"""Protein changes at hot spots and sites of drug resistance whose letters are nucleotides' too."""

WELL_KNOWN = frozenset(
    (
        "V600E", "V600K", "T790M", "L858R", "C797S", "L861Q", "S768I", "G12D", "G12V", "G12R", "G12S", "G13D", "Q61R",
        "Q61K", "R132H", "R132C", "R140Q", "R172K", "H1047R", "E545K", "E542K", "V617F", "D816V", "T315I", "L265P",
        "C481S", "G2032R", "G1202R", "D842V", "R175H", "R248Q", "R248W", "R273H", "Y220C", "Y537S", "D538G", "K27M",
        "G551D", "R117H", "F508del", "D614G", "N501Y", "E484K", "L452R", "T478K", "K417N", "P681H", "P681R", "V30M",
        "V122I", "C282Y", "H63D", "K103N", "M184V", "Q148H", "N155H", "R506Q", "G2019S", "N370S", "L444P", "Y93H",
        "M204V", "N236T", "Y181C", "P323L", "E6V", "G480C", "N40D", "V158M", "V66M", "I148M", "E167K", "P12A",
    )
)  # fmt: skip
"""Changes known well enough to stand alone, as a keyword or in a title, without a word of evidence beside them."""

ANY_RESIDUE = frozenset(
    (
        "G719X", "L861X", "E709X", "S768X", "C797X", "G12X", "G13X", "Q61X", "K117X", "A146X", "V600X", "K601X",
        "R132X",
        "R140X", "R172X", "H1047X", "E542X", "E545X", "D816X", "D842X", "L265X", "Y641X", "C481X", "R882X", "K27X",
    )
)  # fmt: skip
"""Hot spots at which oncology writes X for any residue, not for a stop: `EGFR G719X`, `BRAF V600X`."""

GLUED_GENES = frozenset(
    (
        "BRAF", "KRAS", "NRAS", "HRAS", "EGFR", "ERBB2", "HER2", "IDH1", "IDH2", "JAK2", "JAK1", "PIK3CA", "AKT1",
        "KIT",
        "PDGFRA", "MYD88", "ESR1", "TP53", "BTK", "ALK", "ROS1", "RET", "FLT3", "CFTR", "FGFR2", "FGFR3", "EZH2",
        "GNAQ",
        "GNA11", "GNAS", "MAP2K1", "CALR", "MPL", "BCL2", "ABL", "ABL1", "TTR", "HFE", "LRRK2", "SOD1", "CTNNB1",
    )
)  # fmt: skip
"""Genes whose symbol is often written into one word with the change (`BRAFV600E`)."""
