"""Concept articles about flour. Nothing is run: this file says that the folder is a package."""
