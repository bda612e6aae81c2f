"""Incremental builds against clean ones: random changes of a project and its corpora."""
