"""Makes the letters in train/ and test/ of the test files of EMNIST ByClass, upright: python3 make-images.py IMAGES.gz LABELS.gz.

A folder for each letter, whether capital or small, with a PNG of 28 x 28 pixels for each image, named after its row. The first 30,000
letters are for training; the first 8,000 from row 100,000 on are the test set."""
import gzip
import os
import struct
import sys
import zlib

SIZE, FIRST_TEST_ROW = 28, 100_000
PARTS = {"train": 30_000, "test": 8_000}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(pixels):
    lines = b"".join(b"\0" + pixels[row * SIZE : (row + 1) * SIZE] for row in range(SIZE))
    head = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


with gzip.open(sys.argv[1]) as file:
    images = file.read()[16:]
with gzip.open(sys.argv[2]) as file:
    labels = file.read()[8:]
written = dict.fromkeys(PARTS, 0)
for row, label in enumerate(labels):
    part = "train" if row < FIRST_TEST_ROW else "test"
    # Ten digits, then 26 capital letters, then 26 small ones.
    if label < 10 or written[part] == PARTS[part]:
        continue
    written[part] += 1
    folder = os.path.join(part, chr(ord("a") + (label - 10) % 26))
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f"{row:06}.png"), "wb") as file:
        file.write(png(images[row * SIZE**2 : (row + 1) * SIZE**2]))
