"""Data, networks and training behind the answers: import from the modules themselves.

A page that imports `answers_lib.training` depends on that module and on what it imports,
and on nothing else; re-exports here would make every page depend on everything.
"""
