"""Actors of an article: people, countries, organisations and groups, and every place that mentions them."""

from __future__ import annotations

from transforms.mentions.step import make_mentions

__all__ = ["make_mentions"]
