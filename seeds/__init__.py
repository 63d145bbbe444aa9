"""Reference tables, the sample articles and their issue registry: data, read by `transforms`."""
