"""The light colors of the figures, for what draws and for what need not load Matplotlib."""

INK = "#21201d"
MUTED = "#64615a"
RULE = "#dedad0"
PAPER = "#fdfcf9"
SERIES = ("#346dd4", "#913814", "#088074", "#714390", "#9a6a00", "#383b40")
"""Series colours C0 to C5: 4.5:1 on paper, so labels may wear them, and apart
under deuteranopia."""
