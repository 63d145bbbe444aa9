"""The forms of date expressions in English, as patterns; `expressions` resolves what they find."""

from __future__ import annotations

import re

_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June?|July?|Aug(?:ust|\.)"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![\w])"
)
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)(?![\w-])"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.]\d|\w|%)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?![\d%])"
_UNIT = r"(?P<unit>day|week|month|year|decade)"
_AHEAD = (
    r"(?P<ahead>(?:by|until|till|before|no later than|not later than|starting|beginning|effective)"
    r"(?: on| in| from)?(?: the)? )"
)
_SINCE = r"(?P<since>(?:ever )?since )"
_LEAD = rf"(?i:{_AHEAD}|{_SINCE}|(?P<lead>(?:on|in|from|as of|during|dated|of|over) (?:the )?)?)"
_PART = r"(?i:(?P<part>early|earlier|late|later|mid|last|this|next|the following|the previous|coming)(?: on| in|-)? )?"
_PERIOD = r"(?i:early |late |mid-?)?"
_TIME = r"(?: (?:morning|afternoon|evening|night))?"
_LAST = r"(?P<last>(?:of )?(?:last|this) year)"
_QUANTITY = r"(?: percent| million| billion| people)"

_PATTERNS = (
    ("iso", r"(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)"),
    (
        "span",
        r"(?P<lead>(?i:between|from) )(?P<from>(?:19|20)\d\d)(?i: and | to | until |–|-)(?P<to>(?:19|20)\d\d)\b",
    ),
    ("day_month", rf"{_LEAD}(?:{_WEEKDAY},? (?:the )?)?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR}| {_LAST})?"),
    ("month_day", rf"{_LEAD}(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?!{_QUANTITY})(?:,? {_YEAR}|,? {_LAST})?"),
    ("month", rf"{_LEAD}{_PART}{_PERIOD}{_MONTH}(?:,? (?:of )?{_YEAR}|,? {_LAST})?"),
    ("weekday", rf"{_LEAD}{_PART}{_WEEKDAY}{_TIME}"),
    (
        "ago",
        rf"(?i:(?:{_SINCE})?(?:(?:about|nearly|almost|some|more than|over|just) )?(?P<count>\d+|[a-z]+) {_UNIT}s? "
        r"(?P<way>ago|earlier|before|after|later))\b",
    ),
    (
        "relative",
        r"(?i:(?P<word>today(?!,? (?:and|or) tomorrow)|tonight|yesterday|tomorrow|overnight|last night)"
        r"|(?:earlier |later )?this (?:morning|afternoon|evening))(?!\w)",
    ),
    (
        "part_of",
        rf"(?i:{_LEAD}(?:(?P<part>earlier|later|early|late) )?"
        r"(?P<which>this|last|next|the (?:past|last|coming|next|previous)|coming) "
        rf"(?:(?P<count>\d+|[a-z]+) )?{_UNIT}s?)(?!\w|-|['’]s? )",
    ),
    (
        "recent",
        r"(?i:(?:in|over|during) (?:the )?(?:recent|past|last) (?:days|weeks|months|years)|for (?:many )?years)\b",
    ),
    (
        "decade",
        rf"(?i:{_AHEAD}|{_SINCE}|(?P<lead>(?:in|during|from) ))(?i:the )?(?i:early |late |mid-)?"
        r"(?P<year>(?:19|20)\d0)s(?!\w)",
    ),
    (
        "season",
        r"(?i:(?:in|over|during) (?:the |early |late )*(?:last |this |past |previous )?"
        r"|(?:(?:early|late|earlier|later) )?(?:this|last|(?P<ahead>next)) )"
        r"(?P<season>spring|summer|autumn|fall|winter)"
        r"(?: (?P<year>(?:19|20)\d\d))?(?! of|\w|-| season| camp| school| break| session| Olympics| Games)",
    ),
    ("same_day", r"(?i:(?:on |later |earlier )?(?:that|the) same day|(?:on )?that day)\b"),
    ("year", rf"(?i:{_AHEAD}|{_SINCE}|(?P<lead>in|during|of|as of|back in) )(?i:early |late |mid-)?{_YEAR}"),
)

FORMS = tuple((name, re.compile(rf"(?<![\w-]){pattern}")) for name, pattern in _PATTERNS)
"""Forms by precedence: of two that overlap the earlier in this list wins."""
