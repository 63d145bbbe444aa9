"""Bytes of a page to characters, when its own word on the charset may be wrong."""

from __future__ import annotations

import codecs
import re

from resiliparse.parse.encoding import detect_encoding

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:-]{2,40})["']""", re.IGNORECASE)
_HEAD_BYTES = 8192
_SAMPLE_BYTES = 200_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# browsers read these labels as Windows-1252, and so do the pages that use them
_AS_WINDOWS = {"iso8859-1", "ascii", "latin-1"}


def decode(html: bytes, http_charset: str | None) -> str:
    """Return the page as text; never raises.

    A byte order mark decides, then valid UTF-8 (other text almost never is by chance), then the charset the server
    or the page names when the bytes agree with it, then a guess from the bytes; what is left is replaced by U+FFFD.
    """
    for mark, charset in _MARKS:
        if html.startswith(mark):
            return html.decode(charset, "replace")
    if b"\0" not in html[:_HEAD_BYTES]:
        try:
            return html.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for declared in (http_charset, _declared(html)):
        text = _try(html, declared)
        if text is not None:
            return text
    guessed = _try(html, detect_encoding(html[:_SAMPLE_BYTES]))
    return guessed if guessed is not None else html.decode("utf-8", "replace")


def _declared(html: bytes) -> str | None:
    head = html[:_HEAD_BYTES]
    found = _XML.search(head) or _META.search(head)
    return found.group(1).decode("ascii") if found else None


def _try(html: bytes, charset: str | None) -> str | None:
    """Decode with a charset by name; None when there is no such charset or the bytes do not agree with it."""
    try:
        name = codecs.lookup((charset or "").strip(" \"'")).name
        if name in _AS_WINDOWS:
            name = "cp1252"
        # a page of another charset with a few broken bytes is still better read than guessed, but UTF-8 is no such page
        return html.decode(name, "strict" if name == "utf-8" else "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
