"""Data files that ship with the library, each with its licence."""
