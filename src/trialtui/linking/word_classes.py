"""Words that name one thing in phenotype terms: the organ and its adjective, the finding and its adjective.

The classes were read off HPO's own exact synonyms (pairs that differ in one word) and then chosen by hand, so that only
words stay together that may be exchanged in any phenotype's name; each class is written as folded stems.
"""

from __future__ import annotations

import re
from functools import cache

from trialtui.vocab.words import Learnt, split, stem

_ORGANS = """
kidney renal; liver hepatic; lung pulmonary pulmonic; heart cardiac; nose nasal; tooth dental dentition;
tongue lingual glossal; face facial; skin cutaneous dermal; eye ocular; ear aural; brain cerebral encephalic;
skull cranium cranial calvarial; muscle muscular musculature; mouth oral; lip labial; chest thorax thoracic;
abdomen abdominal; stomach gastric; intestine intestinal bowel; spleen splenic; pancreas pancreatic;
bladder vesical; bone osseous bony skeletal skeleton; eyelid palpebral lid; foot pedal; hand manual;
finger digit digital; artery arterial; vein venous; vessel vascular; nerve neural; neck nuchal;
throat pharyngeal pharynx; larynx laryngeal; trachea tracheal; esophagus esophageal; uterus uterine; ovary ovarian;
testis testicular testicle; breast mammary; vertebra vertebral; spine spinal; rib costal; pelvis pelvic;
femur femoral; tibia tibial; humerus humeral; ulna ulnar; radius radial; palate palatal; gum gingiva gingival;
retina retinal; cornea corneal; vision visual; hearing auditory; urine urinary; stool fecal faecal; limb extremity;
joint articular; genitalia genital; clavicle collarbone; hallux; bile biliary; lymphocyte lymphocytic;
epiphysis epiphyseal; metaphysis metaphyseal; valve valvular; patella patellar kneecap; nostril naris nare;
nevus nevoid; meninx meningeal
"""

_FINDINGS = """
abnormal abnormality disorder disturbance alteration manifestation involvement anomaly anomalous malformation malformed
deformity deformed aberrant defect defective;
absent absence aplasia aplastic agenesis missing lack lacking;
hypoplasia hypoplastic underdeveloped underdevelopment; dysplasia dysplastic; dysgenesis dysgenetic;
hyperplasia hyperplastic; hypertrophy hypertrophic; atrophy atrophic atrophied wasting; dystrophy dystrophic;
short shortening shortened shortness; increased elevated raised increase elevation;
decreased reduced diminished decrease reduction; delay delayed; fusion fused; enlarged enlargement;
dilatation dilated dilation; wide broad widened broadened; thick thickened thickening; thin thinning thinned;
narrow narrowing narrowed; stenosis stenotic; atresia atretic; stiff stiffness; weak weakness;
palsy paralysis paralyzed; bleeding hemorrhage hemorrhagic; tumor neoplasm neoplasia neoplastic; cancer cancerous;
calcification calcified calcific; ossification ossified; degeneration degenerative degenerated;
duplication duplicated; impairment impaired; deficiency deficient; insufficiency insufficient; curved curvature;
bowed bowing; flat flattened flattening; prominent prominence protruding; irregular irregularity;
asymmetry asymmetric asymmetrical; inflammation inflamed inflammatory; infection infected;
ulcer ulceration ulcerated ulcerative; fibrosis fibrotic; necrosis necrotic; cirrhosis cirrhotic;
thrombosis thrombotic; sclerosis sclerotic; cyst cystic; hypotonia hypotonic hypotonicity;
hypertonia hypertonic hypertonicity; spasticity spastic; ataxia ataxic; dystonia dystonic; dyskinesia dyskinetic;
microcephaly microcephalic; macrocephaly macrocephalic; brachycephaly brachycephalic; obesity obese; deafness deaf;
blindness blind; supernumerary extra accessory; recurrent frequent recurring; premature early; congenital inborn;
rupture ruptured; dislocation dislocated luxation; displacement displaced; contracture contracted;
fracture fractured broken; seizure convulsion; swelling swollen; edema edematous; progressive progressing;
partial segmental; elongated long; hemangioma hemangiomatous; hamartoma hamartomatous; ischemia ischemic;
anemia anemic; hypoxia hypoxic; hypoxemia hypoxemic; sweating perspiration; behavior behavioral;
development developmental; respiration respiratory breathing; movement motion; epilepsy epileptic;
migraine migrainous; allergy allergic; pigmentation pigmented; disposition demeanor; 1 i; 2 ii; 3 iii; 4 iv;
first 1st; second 2nd; third 3rd; fourth 4th; fifth 5th little
"""

SKIPPED = frozenset(("of", "the", "in", "on", "both", "his", "her", "their", "its"))
"""Words that a phrase may have more or fewer of."""

CLASSES = tuple(tuple(group.split()) for group in f"{_ORGANS};{_FINDINGS}".split(";"))
"""The classes, each as its words."""

_ADVERB = re.compile(r"[a-z]+(?:al|ant|ent|ive)ly")
_ADJECTIVE = re.compile(r"[a-z]{2,}(?:ic|iac|al|ar|ous|ive|ary|oid|ed)|acute|severe|mild|moderate|recent|late|early")


@cache
def _classes() -> dict[str, str]:
    """Each word of a class to the class's first word, and each skipped word to the empty text."""
    found = dict.fromkeys(SKIPPED, "")
    for group in CLASSES:
        words = [stem(word) for word in group]
        found.update(dict.fromkeys(words, words[0]))
    return found


def phenotype_form(word: str) -> str:
    """Bring a folded word to the form that stands for its class; a word that a phrase may lack becomes empty.

    Adverbs of manner count as their adjective: `developmentally delayed`.
    """
    return _FORMS[word]


def _form(word: str) -> str:
    if word.endswith("ly") and _ADVERB.fullmatch(word):
        word = word[:-2]
    word = stem(word)
    return _classes().get(word, word)


_FORMS = Learnt(_form)


def forms_of(text: str) -> tuple[str, ...]:
    """Return a text's words in the form that stands for their class, without those that a phrase may lack."""
    return tuple(form for word in split(text) if word and (form := phenotype_form(word)))


def is_adjective(word: str) -> bool:
    """Tell by its ending whether a folded word is an adjective, so that a phrase cannot end with it."""
    return bool(_ADJECTIVE.fullmatch(word))
