"""From pages and their results to a plain tree that any generator of sites can read."""
