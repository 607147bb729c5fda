"""How large a figure is on the page."""

import re


def svg_size(svg: str) -> tuple[int, int]:
    """Width and height in CSS pixels of an SVG whose own unit is the point.

    Raises:
        ValueError: when the SVG does not say.
    """
    match = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if match is None:
        raise ValueError("an SVG without a viewBox has no size")
    return round(float(match[1]) * 4 / 3), round(float(match[2]) * 4 / 3)
