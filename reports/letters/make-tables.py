"""Makes letters.csv, letters-more.csv and letters-test.csv of UCI's letter-recognition.data: python3 make-tables.py FILE.

letters.csv has the first 16,000 letters and letters-test.csv the other 4,000. letters-more.csv has 144,000 more rows, without a
letter: for each known row nine that lie between it and its nearest neighbour (MUNGE of Bucila, Caruana and Niculescu-Mizil, 2006)."""
import csv
import sys

import numpy as np
from sklearn.neighbors import NearestNeighbors

COPIES, SWAPPED, NARROWNESS = 9, 0.5, 2
HEADER = "letter,x-box,y-box,width,high,onpix,x-bar,y-bar,x2bar,y2bar,xybar,x2ybr,xy2br,x-ege,xegvy,y-ege,yegvx".split(",")

with open(sys.argv[1], newline="") as file:
    rows = list(csv.reader(file))


def write(name, some):
    with open(name, "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *some])


known = np.array([[int(cell) for cell in row[1:]] for row in rows[:16000]])
nearest = known[NearestNeighbors(n_neighbors=2).fit(known).kneighbors(known, return_distance=False)[:, 1]]
random = np.random.default_rng(1)
more = []
for _ in range(COPIES):
    near = np.rint(random.normal(nearest, np.abs(known - nearest) / NARROWNESS)).clip(0, 15).astype(int)
    more += np.where(random.random(known.shape) < SWAPPED, near, known).tolist()
write("letters.csv", rows[:16000])
write("letters-test.csv", rows[16000:])
write("letters-more.csv", [*rows[:16000], *([""] + row for row in more)])
