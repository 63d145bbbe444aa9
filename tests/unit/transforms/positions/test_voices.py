"""Whose words a document is, by its title."""

from __future__ import annotations

import pytest

from transforms.positions.voices import voice


@pytest.mark.parametrize(
    ("title", "who"),
    [
        ("Remarks by President Olay Announcing Answers to Chilean Actions in Peru", "President Olay"),
        ("Statement from the Norwegian government on Chad", "the Norwegian government"),
        ("Foreign Minister Verdi’s remarks at the Oslo forum on Malta", "Foreign Minister Verdi"),
        ("Olay on Twitter (May 3) - the wall, Chad", "Olay"),
        ("Joint declaration of Peru and Chile", "Peru and Chile"),
        ("Readout of the minister's call with Oslo", ""),
        ("Palace statement on Chad", ""),
    ],
)
def test_the_title_names_who_speaks_not_what_is_spoken_of(title: str, who: str) -> None:
    assert voice(title).strip() == who
