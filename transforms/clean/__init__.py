"""Cleaning: documents to articles with paragraphs that have roles; `step.make_clean` is the step."""
