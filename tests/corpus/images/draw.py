#!/usr/bin/env python3
"""Draws this folder's pictures, so that none has an owner but us. Needs Pillow. Run it here: python3 draw.py"""

import math
import random

from PIL import Image, ImageDraw, ImageFilter

SCALE = 2  # everything is drawn larger and brought down, which smooths its edges


def blend(a, b, t):
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b))


def sky(width, height, top, bottom):
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    for y in range(height):
        draw.line([(0, y), (width, y)], fill=blend(top, bottom, y / height))
    return image


def night(width=960, height=540):
    """A hill with a tower, buildings with lit windows, and a stream that mirrors them."""
    pick = random.Random(7)
    w, h = width * SCALE, height * SCALE
    shore = round(h * 0.66)
    image = sky(w, h, (14, 18, 48), (92, 60, 104))
    draw = ImageDraw.Draw(image)
    for _ in range(90):
        x, y, r = pick.randrange(w), pick.randrange(h // 3), pick.choice((1, 1, 2))
        draw.ellipse([x, y, x + r, y + r], fill=(210, 214, 240))
    draw.ellipse([w * 0.79, h * 0.1, w * 0.79 + 84, h * 0.1 + 84], fill=(250, 240, 206))
    hill = [(x, shore - (0.30 * h) * math.exp(-(((x / w) - 0.3) / 0.2) ** 2) - 14) for x in range(0, w + 8, 8)]
    draw.polygon([(0, shore), *hill, (w, shore)], fill=(26, 30, 58))
    top = shore - 0.30 * h - 14
    x = 0.3 * w
    draw.polygon([(x - 9, top + 8), (x - 5, top - 92), (x + 5, top - 92), (x + 9, top + 8)], fill=(150, 160, 196))
    draw.rounded_rectangle([x - 26, top - 112, x + 26, top - 84], 10, fill=(196, 208, 240))
    draw.line([(x, top - 112), (x, top - 190)], fill=(220, 120, 120), width=5)
    left = 0
    while left < w:
        wide, tall = pick.randrange(70, 150), pick.randrange(70, 330)
        draw.rectangle([left, shore - tall, left + wide, shore], fill=blend((20, 22, 44), (48, 44, 80), pick.random()))
        for wx in range(left + 12, left + wide - 16, 24):
            for wy in range(shore - tall + 14, shore - 16, 28):
                if pick.random() < 0.42:
                    draw.rectangle([wx, wy, wx + 10, wy + 14], fill=pick.choice(((255, 214, 130), (255, 190, 110), (190, 220, 255))))
        left += wide + pick.randrange(4, 16)
    mirror = image.crop((0, shore - (h - shore), w, shore)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    mirror = mirror.filter(ImageFilter.GaussianBlur(7))
    image.paste(Image.blend(mirror, Image.new("RGB", mirror.size, (16, 22, 54)), 0.42), (0, shore))
    draw = ImageDraw.Draw(image)
    for _ in range(150):
        x, y = pick.randrange(w), pick.randrange(shore + 12, h)
        draw.line([(x, y), (x + pick.randrange(30, 120), y)], fill=(70, 76, 120), width=2)
    draw.line([(0, shore), (w, shore)], fill=(240, 190, 120), width=4)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def lantern(size=240):
    """A paper lantern on nothing: the corners are clear, the glow half clear."""
    s = size * SCALE
    image = Image.new("RGBA", (s, s), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    for r in range(s // 2, s // 4, -2):
        alpha = round(150 * (1 - (r - s / 4) / (s / 4)) ** 2)
        draw.ellipse([s / 2 - r, s / 2 - r, s / 2 + r, s / 2 + r], fill=(255, 190, 90, alpha))
    draw.ellipse([s * 0.27, s * 0.25, s * 0.73, s * 0.75], fill=(214, 58, 48, 255))
    for x in (0.36, 0.44, 0.56, 0.64):
        draw.arc([s * min(x, 1 - x), s * 0.25, s * max(x, 1 - x), s * 0.75], 0, 360, fill=(160, 32, 36, 255), width=4)
    draw.rectangle([s * 0.41, s * 0.2, s * 0.59, s * 0.26], fill=(60, 40, 36, 255))
    draw.rectangle([s * 0.41, s * 0.74, s * 0.59, s * 0.79], fill=(60, 40, 36, 255))
    return image.resize((size, size), Image.Resampling.LANCZOS)


def steps(width=160, height=90):
    """A walker in three frames."""
    frames = []
    for step in range(3):
        image = Image.new("P", (width, height), 0)
        image.putpalette([246, 243, 234, 60, 60, 70, 200, 90, 60] + [0] * 759)
        draw = ImageDraw.Draw(image)
        x = 30 + 45 * step
        draw.line([(0, 80), (width, 80)], fill=1, width=2)
        draw.ellipse([x - 7, 18, x + 7, 32], fill=2)
        draw.line([(x, 32), (x, 56)], fill=1, width=4)
        draw.line([(x, 56), (x - 10, 79)], fill=1, width=4)
        draw.line([(x, 56), (x + 10, 79)], fill=1, width=4)
        frames.append(image)
    return frames


def route(width=480, height=270):
    """The walk as a line with its four stops."""
    w, h = width * SCALE, height * SCALE
    image = Image.new("RGB", (w, h), (240, 238, 228))
    draw = ImageDraw.Draw(image)
    for x in range(0, w, 96):
        draw.line([(x, 0), (x + 40, h)], fill=(222, 219, 206), width=10)
    for y in range(40, h, 110):
        draw.line([(0, y), (w, y + 24)], fill=(222, 219, 206), width=10)
    stream = [(x, h * 0.46 + 26 * math.sin(x / 150)) for x in range(0, w + 6, 6)]
    draw.line(stream, fill=(120, 174, 214), width=26, joint="curve")
    walk = [(x, y - 30) for x, y in stream if 0.08 * w < x < 0.9 * w]
    draw.line(walk, fill=(206, 72, 52), width=9, joint="curve")
    for part in (0, 0.12, 0.45, 0.999):
        x, y = walk[int(part * len(walk))]
        draw.ellipse([x - 18, y - 18, x + 18, y + 18], fill=(255, 255, 255), outline=(206, 72, 52), width=8)
    return image.resize((width, height), Image.Resampling.LANCZOS)


def arrow(size=120):
    """An arrow that points up once the file's orientation is honoured; as stored it points left."""
    image = Image.new("RGB", (size, size * 3 // 2), (226, 236, 244))
    draw = ImageDraw.Draw(image)
    draw.polygon([(60, 15), (105, 75), (15, 75)], fill=(30, 90, 140))
    draw.rectangle([45, 75, 75, 165], fill=(30, 90, 140))
    exif = Image.Exif()
    exif[0x0112] = 6  # shown after a quarter turn clockwise
    return image.transpose(Image.Transpose.ROTATE_90), exif


night().save("seoul-night.jpg", quality=82, optimize=True, progressive=False)
lantern().save("lantern.png", optimize=True)
first, *rest = steps()
first.save("steps.gif", save_all=True, append_images=rest, duration=300, loop=0)
route().save("route.webp", quality=80, method=6)
turned, orientation = arrow()
turned.save("turned.jpg", quality=85, exif=orientation)
