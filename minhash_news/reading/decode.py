"""Decode: bytes -> text, or what they are instead."""

from __future__ import annotations

import codecs
import re

from minhash_news.reading.found import NotAnArticleError

SAMPLE = 1 << 16
"""How many bytes an encoding is guessed from."""

_MAGIC = (
    (b"\x89PNG", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"II*\0", "TIFF image"),
    (b"MM\0*", "TIFF image"),
    (b"%PDF", "PDF document"),
    (b"{\\rtf", "RTF document"),
    (b"\xd0\xcf\x11\xe0", "old Office document"),
    (b"PK\x03\x04", "zip archive, as .docx, .odt and .epub are"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"7z\xbc\xaf", "7z archive"),
    (b"Rar!", "RAR archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"PAR1", "Parquet file"),
    (b"SQLite format 3", "SQLite database"),
    (b"ID3", "MP3 audio"),
    (b"OggS", "Ogg media"),
    (b"\x7fELF", "program"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\b\x1b"))
_NOT_CHARSETS = {"utf-7", "unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined"}
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}
_GUESSES = (
    *(f"cp125{n}" for n in range(9)),
    *("koi8_r", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp874"),
)
_LATIN = {"cp1250", "cp1252", "cp1254", "cp1257", "cp1258"}
_SYMBOL_IN_WORD = re.compile(r"[A-Za-z][³¹¿¯¼½¾£¥ª¶§±]+[a-z]|[³¹¿¯¼½¾£¥]+[a-z]")


def binary_kind(data: bytes) -> str | None:
    """Name the kind of a file that its first bytes give away as no text, or return None."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data.startswith(b"RIFF") and data[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return {b"WEBP": "WebP image", b"WAVE": "WAV audio", b"AVI ": "AVI video"}[data[8:12]]
    return "MP4 video or HEIC image" if data[4:8] == b"ftyp" else None


def decode(data: bytes, declared: str | None = None) -> tuple[str, str | None]:
    """Return the text of a file without its byte order mark, and a note if some of it could not be decoded.

    The order: byte order mark, UTF-16 or 32 that shows by its NULs, the charset a page declares, UTF-8, UTF-8
    with a few broken bytes, then the likeliest other charset, guessed from a sample. A declared one-byte
    charset gives way to UTF-8 when the bytes are UTF-8: such pages were stored anew and not relabelled.
    NotAnArticleError for a binary file.
    """
    if kind := binary_kind(data):
        raise NotAnArticleError(f"binary file ({kind})")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding)
    nulls = data.count(0)
    if nulls and (wide := _decode_wide(data)) is not None:
        return wide, None
    if nulls * 100 > len(data):  # a text scraped from the web may well hold a stray one
        raise NotAnArticleError("binary file (has NUL bytes)")
    head = data[:4096]
    if len(head.translate(None, _CONTROLS)) < 0.98 * len(head):
        raise NotAnArticleError("binary file (full of control characters)")
    named = _charset(declared) if declared else None
    if named and named not in ("utf-8", "cp1252") and not named.startswith(("iso8859", "cp125")):
        return _decode_as(data, named)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        sample = _around(data, error.start)
    if named and named != "utf-8":
        return _decode_as(data, named)
    return _decode_as(data, "utf-8" if _nearly_utf8(sample) else guess(sample))


def encoding_of(sample: bytes) -> str:
    """Return the encoding of a text that is too long to decode at once, as its beginning tells.

    NotAnArticleError for the beginning of a binary file.
    """
    for mark, encoding in _BOMS:
        if sample.startswith(mark):
            return "utf-8-sig" if encoding == "utf-8" else encoding[:6]  # the codec that takes the mark away
    whole = sample[: sample.rfind(b"\n") + 1] or sample  # a letter may be cut at the end
    decode(whole)  # refuses what is no text
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError as error:
        around = _around(whole, error.start)
        return "utf-8" if _nearly_utf8(around) else guess(around)
    return "utf-8"


def guess(sample: bytes) -> str:
    """Return the likeliest charset of bytes that are not UTF-8; NotAnArticleError if none fits.

    charset-normalizer cannot tell the West European from the Central European Windows charset in a few lines
    and names the latter. The former is by far the commoner: it wins unless signs would stand inside words.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(sample, cp_isolation=list(_GUESSES))
    best = matches.best()
    western = _strictly(sample, "cp1252")
    if best is None:
        if western is None:
            raise NotAnArticleError("text in an unknown encoding; save it as UTF-8")
        return "cp1252"
    if best.encoding in _LATIN and western is not None and not _SYMBOL_IN_WORD.search(western):
        rival = next((match for match in matches if match.encoding == "cp1252"), None)
        same = western == _strictly(sample, best.encoding)
        if same or (rival and (rival.chaos, -rival.coherence) <= (best.chaos, -best.coherence)):
            return "cp1252"
    return best.encoding


def storable(text: str) -> str:
    """Return the text with halves of surrogate pairs joined or replaced, so that it has a UTF-8 form."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _decode_as(data: bytes, encoding: str) -> tuple[str, str | None]:
    text = _strictly(data, encoding)
    if text is not None:
        return text, None
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    return text, f"not quite {encoding}: {broken} places could not be decoded and stand as U+FFFD in its text"


def _around(data: bytes, place: int) -> bytes:
    return data[max(0, place - SAMPLE // 2) : place + SAMPLE // 2]


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _decode_wide(data: bytes) -> str | None:
    """Decode UTF-16 or UTF-32 without a mark, known by where its NULs stand, or return None."""
    head = data[: 4096 - 4096 % 4]
    for encoding, width, full in (
        ("utf-32-le", 4, 0),
        ("utf-32-be", 4, 3),
        ("utf-16-le", 2, 0),
        ("utf-16-be", 2, 1),
    ):
        if len(data) % width or b"\0" in head[full::width]:
            continue
        if head[width - 1 - full :: width].count(0) * 2 * width < len(head):  # fewer than half are Latin letters
            continue
        text = _strictly(data, encoding)
        if text is not None and "\0" not in text:
            return text
    return None


def _nearly_utf8(sample: bytes) -> bool:
    """Tell whether more of the letters beyond ASCII are good UTF-8 than are broken."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - broken
    return good > broken


def _charset(declared: str) -> str | None:
    """Return Python's name for the charset a page declares, widened as browsers do, or None."""
    try:
        name = codecs.lookup(declared.strip()).name
        "".encode(name)
    except (LookupError, ValueError):  # unknown, or a transformation that is no charset
        return None
    if name in _NOT_CHARSETS or name.startswith(("utf-16", "utf-32")):
        return None  # the declaration itself was readable as ASCII
    return _WIDER.get(name, name)
