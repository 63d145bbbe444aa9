"""Country positions: who stands where on which issue, with the sentence that proves it."""

from transforms.positions.step import make_positions

__all__ = ["make_positions"]
