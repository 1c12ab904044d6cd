"""A picture for the visitor's first tweet."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 1200, 675
SKY, HORIZON = (49, 46, 129), (251, 146, 60)
HILLS = (((0, 560), (420, 380), (900, 560), (1200, 470)), ((0, 600), (300, 540), (760, 430), (1200, 590)))
HILL_COLORS = ((76, 29, 149), (30, 27, 75))


def draw_picture() -> bytes:
    """Return a morning over some hills, as PNG."""
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(picture)
    for y in range(HEIGHT):
        share = min(1.0, y / 480)
        color = tuple(round(a + (b - a) * share) for a, b in zip(SKY, HORIZON, strict=True))
        draw.line(((0, y), (WIDTH, y)), fill=color)
    draw.ellipse((720, 260, 900, 440), fill=(254, 240, 138))
    for outline, hill_color in zip(HILLS, HILL_COLORS, strict=True):
        draw.polygon((*outline, (WIDTH, HEIGHT), (0, HEIGHT)), fill=hill_color)
    content = BytesIO()
    picture.save(content, "PNG", optimize=True)
    return content.getvalue()
