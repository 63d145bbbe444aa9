"""Issues that users define: the registry, and what of a text speaks of which issue."""
