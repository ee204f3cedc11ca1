"""Terms: noun phrases of one to four words that a collection's papers share, with the papers that use them.

A run of words between stop words and punctuation is a candidate when it begins and ends at such boundaries often
enough;
a piece that nearly always sits inside a longer run ("aspect level" in "aspect level sentiment analysis") is debris.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.engines.extractive.lexicon import BREAKS_ZH, LIGHT_ZH, STOP, stem, tokens
from pipeline.engines.extractive.verbhood import VerbEar
from pipeline.paper import Corpus

Key = tuple[str, ...]

MOST_WORDS = 4
_HAN = re.compile(r"[\u3400-\u9fff]")
OPENING_CHARS = 5_000
_NAME_LEAST = 10  # by weight, twice in a text: titles have capitals anyway
_NAME_SHARE = 0.8  # of a term's occurrences, from which capitals in all its words make a name of it
_FREE = 0.35  # least share of a term's occurrences that end (and begin) at a boundary

# Words that no term holds: verbs, adverbs and empty adjectives and nouns that papers of every field use.
_EMPTY = frozenset(
    "longer shorter faster slower deeper wider larger smaller greater lower easier harder newer older stronger weaker "
    "generate generates estimate integrate facilitate mitigate incorporate automate simulate calculate disparate "
    "able abstract achieve achieved achieves achieving address addresses approach approaches art author "
    "authors available advantage advantages drawback drawbacks aim aims apply applied article attempt "
    "author's basic benefit best better big brief briefly build building built capture captures case cases "
    "challenge challenges challenging clear collected combine combines common commonly compare compared "
    "comparison complete complex consider considers consist consists contain contains contribution "
    "contributions create created creates creating current currently demonstrate demonstrated demonstrates "
    "describe described describes design designed develop developed developing development different "
    "difficult discuss discussed easily easy effective effectively effectiveness efficient efficiently employ "
    "employs enable enables enabling evaluate evaluated example examples existing experiment experimental "
    "experiments explore explored extend extends extensive fact find finding findings follow following "
    "follows form found full fully furthermore general generally goal great help helps high higher highly "
    "idea identify implement implemented important improve improved improvement improvements improves "
    "improving include included includes including increase indicate introduce introduced introduces "
    "introduction introducing investigate issue issues key kind known large larger lead leads long-standing "
    "main major multiple necessary new novel number obtain obtained obtains order original outperform "
    "outperforms paper papers part particular perform performance performed performs popular possible "
    "potential powerful present presented presents previous previously prior problem problems produce "
    "produced produces promising proper propose proposed proposes proposing provide provided provides "
    "providing purpose recent recently related relevant report reported reports represent require required "
    "requires research researchers result results rich set sets show showed showing significant significantly "
    "similar simple simply single small solution solutions solve specific specifically standard "
    "state-of-the-art strong studied studies study substantially successful successfully suffer suggest "
    "suitable support "
    "supports technique techniques test tested traditional train trained try type types typical typically "
    "understand useful user users using utilize utilizes variety way ways widely work works year years "
    "acknowledgments acknowledgements arxiv conference department email et figure github http https ieee inc "
    "journal license proceedings press university usa www com org edu al pp vol doi copyright corresponding "
    "keywords conclusion explicitly implicitly directly automatically jointly independently simultaneously "
    "additionally finally conduct shared-task participate participated submitted team ranked allow allows "
    "allowing become becomes call called come comes depend depends determine determined expect give given "
    "happen happens indicates know learn learned learns look looks lot made make mean means model's need "
    "needed offer offers play plays predict predicts read rely relies run running say see start think treat "
    "treated working write written first-order second third one-time today people thing things times step "
    "steps level levels high-level low-level real-world".split()
)
# Heads that need a telling word before them: `language models`, never `models`.
_LIGHT_HEADS = frozenset(
    "model models method methods system systems task tasks tool tools problem problems analysis analyses "
    "algorithm algorithms application applications function functions framework frameworks software data "
    "information process processes".split()
)
_NEVER_LAST = frozenset(
    "distance distances gap gaps range version number amount lot set sets kind school university institute "
    "august october july june "
    "dataset datasets benchmark benchmarks score scores baseline baselines community communities team ones "
    "office offices agency agencies committee consortium laboratory foundation company companies "
    "end field fields domain domains importance ability side extent majority past future addition focus "
    "instance overall point points fashion manner interest context notion crucial detailed".split()
)
_NOT_LAST = re.compile(
    r".*(?:[^e]ed|ly|ous|ful|ible|able|less|ive|ical|ary|ural|onal|ential|based|aware|guided|specific|driven|wise|"
    r"level|end|free|like|related|modal|lingual|grained)$"
)
_LAST_ANYWAY = frozenset(
    "table variable variables seed feed need speed embed library dictionary summary vocabulary boundary "
    "archive narrative objective perspective derivative alternative corrective signal retrieval family "
    "assembly anomaly potential journal trial end-to-end".split()
)
ING_NOUNS = frozenset(
    "learning processing modeling modelling understanding reading parsing programming embedding embeddings "
    "computing testing clustering imaging engineering sampling training scaling mining planning reasoning "
    "answering tagging labeling labelling encoding decoding matching ranking filling filtering routing "
    "scheduling networking monitoring forecasting smoothing teaching writing pruning tuning fine-tuning "
    "caching mapping sensing sequencing screening weighting hashing indexing pooling rendering profiling "
    "timing building string meaning setting settings spring ring king thing linking grounding prompting "
    "streaming messaging plotting drawing manufacturing marketing banking counting bootstrapping "
    "crowdsourcing crowd-sourcing preprocessing pre-training pretraining visualising steering healing farming "
    "nursing aging ageing housing shopping ordering debugging compiling curating publishing versioning "
    "packaging logging searching".split()
)
_FIRST_PLURALS = (
    "ss",
    "us",
    "is",
    "ics",
    "series",
    "news",
    "sales",
    "systems",
    "sports",
    "arts",
    "sciences",
    "species",
)
_SPLIT = re.compile(r"[.,;:!?()\[\]{}\"“”‘’/\\|<>=+*#@&%$^~•·—–]|\s-\s|\n|[。，；：！？（）【】《》、“”]")


@dataclass(frozen=True, slots=True)
class Term:
    """A noun phrase. key: its stems; text: as it is written inside a sentence; papers, core, titled: bibkeys that
    use it in
    the parts read, in title or abstract, and in the title, in collection order."""

    key: Key
    text: str
    papers: tuple[str, ...]
    core: tuple[str, ...]
    titled: tuple[str, ...]


class _Tally:
    """Counts of every candidate while the papers are read."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.seen: dict[str, dict[Key, dict[str, None]]] = {
            place: defaultdict(dict) for place in ("title", "abstract", "opening")
        }
        self.forms: dict[Key, Counter[str]] = defaultdict(Counter)
        self.open_left: Counter[Key] = Counter()
        self.open_right: Counter[Key] = Counter()
        self.count: Counter[Key] = Counter()
        self.words: Counter[str] = Counter()
        self.verbs = VerbEar()

    def read(self, bibkey: str, text: str, place: str) -> None:
        joint = "" if self.language == "zh" else " "
        for run in self.verbs.parted(_runs(text, self.language)):
            keys = [stem(w) for w in run]
            if place != "title":
                self.words.update(run)
            for a in range(len(run)):
                for b in range(a + 1, min(a + MOST_WORDS, len(run)) + 1):
                    if not _sound(run[a:b], self.language):
                        continue
                    key = tuple(keys[a:b])
                    self.seen[place][key][bibkey] = None
                    self.forms[key][joint.join(run[a:b])] += 1 if place == "title" else 5
                    self.count[key] += 1
                    self.open_left[key] += a == 0
                    self.open_right[key] += b == len(run)

    def written(self, key: Key) -> str:
        """The usual spelling: plural where that is usual too; a capital only where the word has one by itself."""
        forms = self.forms[key]
        best = max(sorted(forms), key=lambda f: forms[f])
        plural = [f for f in sorted(forms) if f.casefold() == best.casefold() + "s"]
        if plural and sum(forms[f] for f in plural) * 4 >= sum(forms.values()):
            best = plural[0]
        if self.language == "zh":
            return best
        if named := self._name(forms):
            return named
        return " ".join(map(self._cased, best.split(" ")))

    @staticmethod
    def _name(forms: Counter[str]) -> str:
        """The spelling of a proper name, `James Webb Space Telescope`: capitals throughout, nearly wherever it
        stands; else empty."""
        capital = {f: n for f, n in forms.items() if " " in f and all(w[0].isupper() for w in f.split(" "))}
        weight = sum(capital.values())
        if weight < _NAME_LEAST or weight < _NAME_SHARE * sum(forms.values()):
            return ""
        return max(sorted(capital), key=capital.__getitem__)

    def _cased(self, word: str) -> str:
        lower = word.lower()
        own, usual = self.words[word], self.words[lower]
        if word == lower or (sum(c.isupper() for c in word) > word.count("-") + 1 and usual <= own):
            return word
        return lower if usual * 4 >= own else word


def collect_terms(corpus: Corpus, language: str) -> dict[Key, Term]:
    """The terms of the collection by key, those of a single paper only where its title or abstract has them."""
    tally = _Tally(language)
    if language != "zh":
        for paper in corpus.papers:
            tally.verbs.listen(f"{paper.abstract}\n{_opening(paper.text)}")
    for paper in corpus.papers:
        tally.read(paper.bibkey, paper.title, "title")
        tally.read(paper.bibkey, paper.abstract, "abstract")
        tally.read(paper.bibkey, _opening(paper.text), "opening")
    order = {p.bibkey: i for i, p in enumerate(corpus.papers)}
    found = {}
    for key, count in tally.count.items():
        free = min(tally.open_left[key], tally.open_right[key]) / count
        titled, abstract, opening = (tally.seen[place].get(key, {}) for place in ("title", "abstract", "opening"))
        core = tuple(sorted(titled | abstract, key=order.__getitem__))
        papers = tuple(sorted(titled | abstract | opening, key=order.__getitem__))
        if free >= _FREE and core:
            found[key] = Term(key, tally.written(key), papers, core, tuple(titled))
    return found


def _opening(text: str) -> str:
    """The start of a paper's body; names and addresses above its abstract or introduction are left out."""
    head = re.search(r"\b(?:abstract|introduction)\b|摘要|引言", text[:2_500], re.I)
    start = head.end() if head else 0
    return text[start : start + OPENING_CHARS]


def _runs(text: str, language: str) -> Iterator[list[str]]:
    for piece in _SPLIT.split(text):
        run: list[str] = []
        for word in tokens(piece, language):
            if _breaks(word, language):
                if run:
                    yield run
                run = []
            else:
                run.append(word)
        if run:
            yield run


def _breaks(word: str, language: str) -> bool:
    if language == "zh":
        return word in BREAKS_ZH or not _HAN.search(word)
    lower = word.casefold()
    return lower in STOP or lower in _EMPTY or word[0].isdigit() or lower.endswith("ly") or len(word) < 2


def ends_well(word: str) -> bool:
    """Whether a noun phrase may end with the word, by its looks: no participle, adverb or adjective."""
    last = word.casefold()
    if last.endswith("ing") and last not in ING_NOUNS:
        return False
    return last in _LAST_ANYWAY or not _NOT_LAST.match(last)


def _sound(words: list[str], language: str) -> bool:
    """Whether the words may be a noun phrase by their looks: a noun last, no participle or gerund first of a verb
    phrase."""
    if language == "zh":
        return sum(map(len, words)) >= 4 and words[-1] not in LIGHT_ZH
    last = words[-1].casefold()
    if len(words) == 1 and (len(last) < 4 or last.endswith("ing") or last in _LIGHT_HEADS):
        return False
    if last in _NEVER_LAST:
        return False
    if not ends_well(last):
        return False
    if any(w.islower() and w.endswith("s") and not w.endswith(_FIRST_PLURALS) for w in words[:-1]):
        return False  # a verb far more often than a noun: "teaches language models"
    first = words[0].casefold()
    return not (len(words) > 1 and first.endswith("ing") and first not in ING_NOUNS)
