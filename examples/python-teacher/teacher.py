"""A forest of scikit-learn as a teacher: python3 teacher.py TABLE ROW… learns from the rows that are not named."""
import csv
import sys

from dark_knowledge_teacher import serve
from sklearn.ensemble import ExtraTreesClassifier

with open(sys.argv[1], newline="") as file:
    rows = list(csv.reader(file))[1:]
held_out = {int(row) for row in sys.argv[2:]}
learned = [row for index, row in enumerate(rows) if index not in held_out]
forest = ExtraTreesClassifier(100, min_samples_leaf=2, random_state=1)
forest.fit([[float(cell) for cell in row[1:]] for row in learned], [row[0] for row in learned])

# Rows are sent as they stand in the table, with the letter first.
serve(
    lambda features, ids, raw: {"probs": forest.predict_proba([row[1:] for row in raw])},
    class_names=[str(name) for name in forest.classes_],
    fingerprint="100 extra trees",
)
