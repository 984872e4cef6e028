"""Boosted trees of scikit-learn as a teacher: learn from the rows that they may see, then answer."""
import json
import os

from dark_knowledge_teacher import serve
from sklearn.ensemble import HistGradientBoostingClassifier

with open(os.environ["DARK_KNOWLEDGE_TRAINING_ROWS"]) as file:
    rows = [json.loads(line) for line in file]
letters = [row.pop("letter") for row in rows]
columns = list(rows[0])


def numbers(some):
    return [[row[column] for column in columns] for row in some]


trees = HistGradientBoostingClassifier(max_iter=200, early_stopping=False, random_state=1)
trees.fit(numbers(rows), letters)
serve(
    lambda features, ids, raw: {"probs": trees.predict_proba(numbers(raw))},
    class_names=[str(name) for name in trees.classes_],
    fingerprint="histogram gradient boosting, 200 rounds",
)
