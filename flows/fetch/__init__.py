"""Fetching pages from the network: politely, safely, and never twice."""
