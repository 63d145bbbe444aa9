"""The command line, the Prefect flow and its thin tasks, and the sources that feed it."""
