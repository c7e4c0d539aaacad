"""The word splitter against its slow twin and against what a reader would say."""

from __future__ import annotations

import subprocess
import sys
import unicodedata

import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from minhash_news.kernels.batches import _composed_pieces
from minhash_news.kernels.characters import MAY_COMPOSE, characters
from minhash_news.kernels.words import (
    CAPITAL,
    NUMBER,
    PARAGRAPH_START,
    QUOTED,
    SENTENCE_START,
    split_corpus,
)
from tests.oracles import words_of
from tests.splitting import split_words

NEWS = [
    "The council voted 12-9 on Tuesday; Mayor Jane O'Neill didn't attend.",
    "El Gobierno subirá el salario mínimo un 3,5 % hasta 1.184 euros, ¿verdad?",
    "Die Straße in Köln-Müngersdorf bleibt bis zum 3. Oktober gesperrt, sagte „Fuß e. V.“.",
    "L’Élysée a confirmé vendredi l’arrivée de 2 200 œuvres au musée, «sans frais».",
    "Ο πρωθυπουργός είπε ότι οι σεισμός έπληξε τους Αθηναίους.",
    "İSTANBUL'da ılık bir sabah; Iğdır'da kar yağdı.",
    "Президент заявил, что ёлку установят 25 декабря.",
    "قال الوزير إن ١٬٢٠٠ شخص و ٣٫٥ مليون دولار.",
    "ראש הממשלה אמר: ״לא״, ב־3.5 מיליון ש״ח.",
    "प्रधानमंत्री ने कहा कि १२ लोग घायल हुए।",
    "นายกรัฐมนตรีกล่าวว่า ๑๒ คน ไม่ป่วย",
    "北京时间２０２４年３月，３．５万人参加了“世界”大会。",
    "東京でコーヒーを飲むｶﾞｸｾｲは々〇人。",
    "대통령은 12일 서울에서 연설했다.",
    "Goal!!! ⚽️ 👩‍👩‍👧 1️⃣ won 2–1 🇩🇪",
    "x² ½ Ⅳ ① ﬁ ª µ Å ſ ϐ ẞ ǅ 𝐀𝟗 co\u00adoper\u200bate zero\u200dwidth \u2066bidi\u2069",
    "1,2.3 1.,2 1. 2 a.1 1.a .5 5. 12,345,678.90 1.\u00ad2 1٫5",
]

MIXED = "aZzß09 .,!?:'’\"“”„«»-\n\r\t\x00İıςΣéЖא١हก中かｱー한½²①Ⅳ𝐀"
MIXED += "\u0301\u0308\u093c\u1161\u11a8\u00ad\u200d\ufe0f\U0002f800\ud800"


def stable(character: str) -> bool:
    """Whether the table's Unicode and this Python's say the same of a character."""
    if unicodedata.unidata_version == "14.0.0":
        return True
    return unicodedata.ucd_3_2_0.category(character) == unicodedata.category(character) != "Cn"


anything = st.text(st.characters(exclude_categories=[]).filter(stable))
entangled = st.text(st.sampled_from(MIXED))


def hash_of(word: str) -> int:
    return xxhash.xxh64_intdigest(word.encode())


def flagged(text: str, flag: int) -> list[str]:
    words = split_words(text)
    return [text[a:b] for a, b, f in zip(words.starts, words.ends, words.flags, strict=True) if f & flag]


def same_as_the_twin(text: str) -> None:
    words = split_words(text)
    expected = words_of(text)

    assert [hash_of(word) for word, _, _ in expected] == words.hashes.tolist()
    if unicodedata.is_normalized("NFC", text):
        assert [(a, b) for _, a, b in expected] == list(zip(words.starts.tolist(), words.ends.tolist(), strict=True))
    assert np.all((words.starts >= 0) & (words.starts < words.ends) & (words.ends <= len(text)))


@pytest.mark.parametrize("text", NEWS)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_news_in_many_languages_splits_as_the_twin_says(text, form):
    same_as_the_twin(unicodedata.normalize(form, text))


@given(st.one_of(anything, entangled, st.lists(st.sampled_from([*NEWS, "\n\n"])).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_splits_as_the_twin_says(text):
    same_as_the_twin(text)


@pytest.mark.parametrize("text", NEWS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_cut_out_the_word_itself(text, form):
    text = unicodedata.normalize(form, text)
    words = split_words(text)

    for word, start, end in zip(words.hashes, words.starts, words.ends, strict=True):
        assert [word] == split_words(text[start:end]).hashes.tolist(), text[start:end]


@given(entangled)
@settings(max_examples=100, deadline=None)
def test_pieces_that_compose_by_themselves_make_the_whole(text):
    assert unicodedata.normalize("NFC", text) == "".join(piece for _, _, piece in _composed_pieces(text))


def test_every_character_that_can_break_normal_form_is_marked():
    kinds = characters().kinds
    for code in range(len(kinds)):
        if stable(chr(code)) and not unicodedata.is_normalized("NFC", "a" + chr(code)):
            assert kinds[code] & MAY_COMPOSE, hex(code)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2,200 2.200 2200", ["2200"] * 3),
        ("2.8 2,8", ["28", "28"]),
        ("Don't re-open", ["don", "t", "re", "open"]),
        ("co\u00adop STRASSE straße", ["coop", "strasse", "straße"]),
        ("ΣΑΣ σας", ["σασ", "σασ"]),
        ("İstanbul", ["istanbul"]),
        ("ＡＢＣ１２", ["abc12"]),
        ("東京へ", ["東", "京", "へ"]),
        ("cafe\u0301 café", ["café", "café"]),
        ("a\ud800b\x00c", ["a", "b", "c"]),
        ("👍🏽 \ufeff", []),
        ("", []),
    ],
)
def test_words_are_what_a_reader_expects(text, words):
    assert [hash_of(word) for word in words] == split_words(text).hashes.tolist()


def test_the_table_does_not_say_otherwise_than_python_of_ascii():
    table = characters()

    for code in range(128):
        assert (table.kinds[code] >= 32) == chr(code).isalnum()
        if chr(code).isalnum():
            assert chr(table.lower[code]) == chr(code).lower()


def test_numbers_and_capitals():
    text = "In 2019 Élan and ǅ ate 3rd 𝐀 x2"

    assert flagged(text, NUMBER) == ["2019", "3rd"]
    assert flagged(text, CAPITAL) == ["In", "Élan", "ǅ", "𝐀"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we won" and left.', "we won"),
        ("He said “we won” and left.", "we won"),
        ("Er sagte „wir siegten“ und ging.", "wir siegten"),
        ("Er sagte »wir siegten« und ging.", "wir siegten"),
        ("Il a dit « nous avons gagné » hier.", "nous avons gagné"),
        ("Han sade ”vi vann” och gick.", "vi vann"),
        ("He said 'we won' and ‘left’.", ""),
        ("彼は「勝」と", "勝"),
        ("“First part.\n\n“Second part,” he said.", "First part Second part"),
        ("It is 6' 2\" tall.\n\nNobody spoke.", "tall"),
        ("An end” astray.", ""),
        ("Kvällen kom.\n\n– Vi vann, säger hon.\n\nHan gick.", "Vi vann säger hon"),
        ("Było źle.\n– Wygramy – powiedział trener. – Zawsze tak było.\nPoszedł.", "Wygramy Zawsze tak było"),
        ("—\u00a0Мы устали, — сказал он.\n\nВсё.", "Мы устали"),
        ("– Det är ”bra”, sa hon – och log. – Ja.", "Det är bra sa hon Ja"),
        ("It rained – hard – on 2–3 May.", ""),
        ("- milk\n- bread", ""),
    ],
)
def test_quotations(text, quoted):
    assert quoted.split() == flagged(text, QUOTED)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("One ends. Two starts! Three? Four… five", "One Two Three Four"),
        ("Mr. Smith of the U.S. Senate met Dr. Who at 5 p.m. Monday.", "Mr"),
        ("It cost 3.5 million. 20 left.", "It 20"),
        ("She asked him to stay. He said no. The council voted on Monday.", "She He The"),
        ("Dijo que no. El alcalde se fue.", "Dijo El"),
        ("Downing Street No. 10 and Nr.\u00a05 and no.7 stood. No. Ten fell.", "Downing No Ten"),
        ('"We won." She left. (Really.) Yes.', "We She Really Yes"),
        ("He left. “but why?” she asked.", "He but"),
        ("See www.example.com/a.Html for e.g. this.", "See"),
        ("Wait... what? Nothing.", "Wait Nothing"),
        ("雨。雪。", "雨 雪"),
        ("कहा। फिर", "कहा फिर"),
        ("Он ушёл. Она осталась.", "Он Она"),
    ],
)
def test_sentences(text, starts):
    assert starts.split() == flagged(text, SENTENCE_START)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("One.\n\nTwo\n \nThree", "One Two Three"),
        ("A line wrapped\nhere goes on.\nNext begins", "A Next"),
        ("A line wrapped\r\nhere goes on.\r\nNext begins", "A Next"),
        ("One\r\n\r\nTwo\rgoes on", "One Two"),
        ("He said “yes.”\nShe left", "He She"),
        ("The list:\nfirst\n- second\n• third\n4. fourth\n12) fifth", "The first second third 4 12"),
        ("# Head\nBody goes\non\n## Next head\nBody", "Head Body Next Body"),
        ("So said Mr.\nSmith.", "So"),
        ("One\u2029Two\u2028goes on", "One Two"),
        ("\n\n  One", "One"),
    ],
)
def test_paragraphs(text, starts):
    assert starts.split() == flagged(text, PARAGRAPH_START)
    assert set(flagged(text, PARAGRAPH_START)) <= set(flagged(text, SENTENCE_START))


def test_a_corpus_is_its_texts_one_after_the_other_whatever_the_workers(monkeypatch):
    monkeypatch.setattr("minhash_news.kernels.batches.CHARACTERS", 100)
    texts = [*NEWS, "", *(unicodedata.normalize("NFD", text) for text in NEWS), "\udfff", *NEWS * 3]
    one, three = split_corpus(texts, workers=1), split_corpus(texts, workers=3)

    for name in ("hashes", "starts", "ends", "flags", "indptr"):
        assert getattr(one, name).tobytes() == getattr(three, name).tobytes()
    for index, text in enumerate(texts):
        alone, within = split_words(text), one.text(index)
        for name in ("hashes", "starts", "ends", "flags", "indptr"):
            assert getattr(alone, name).tolist() == getattr(within, name).tolist()


def test_no_texts_have_no_words():
    assert split_corpus([], workers=2).indptr.tolist() == [0]


def test_one_line_of_a_megabyte():
    words = split_words("wörd " * 200_000 + "x" * 100_000)

    assert len(words.hashes) == 200_001
    assert words.ends[-1] == 1_100_000


def test_kernels_compile_where_nothing_can_be_cached():
    program = (
        "import numba.core.caching as caching\n"
        "caching.CacheImpl._locator_classes = []\n"
        "import numpy\n"
        "from minhash_news.kernels.hashing import fmix32\n"
        "assert fmix32(numpy.uint64(0)) == 0\n"
        "import minhash_news.pipeline\n"  # asks for every kernel
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
