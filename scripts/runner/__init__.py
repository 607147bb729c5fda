"""From a page's source to its results: parse, run, store, weave.

page ── parsing ── evaluating ── running ── store
  └──────────── weaving, checking ────────────┘
"""
