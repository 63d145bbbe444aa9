"""Quotes: who said what, how, in which words of the text."""

from __future__ import annotations

from transforms.quotes.step import make_quotes

__all__ = ["make_quotes"]
