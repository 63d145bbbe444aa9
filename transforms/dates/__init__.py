"""Dates in text: expressions resolved against the day of publication, and which of them dates a statement."""

from transforms.dates.expressions import Dated, find_dates
from transforms.dates.statement import UNDATED, StatementDate, carried_over, statement_date

__all__ = ["UNDATED", "Dated", "StatementDate", "carried_over", "find_dates", "statement_date"]
