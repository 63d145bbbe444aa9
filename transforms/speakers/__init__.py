"""Speakers: each quote is joined to the actor who speaks, and people to themselves across articles."""

from __future__ import annotations

from transforms.speakers.step import make_speakers

__all__ = ["make_speakers"]
