"""Pages with one change in their code: what the claims do not see."""
