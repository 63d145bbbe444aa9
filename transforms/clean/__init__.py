"""Cleaning: documents to articles with paragraphs that have roles."""

from transforms.clean.step import make_clean

__all__ = ["make_clean"]
