"""Lets a Python model answer the batches of dark-knowledge's commandTeacher. Needs NumPy."""
import json
import os
import sys
import traceback

import numpy as np

ANSWERS = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what the model prints must not get between the answers


def serve(answer, class_names=None, fingerprint=None):
    """answer(features, ids, raw) is given arrays, and raw examples as a list or None. It returns a dict: {"logits": rows},
    {"probs": rows, "temperature": 1} or {"topKProbs": {"indices": rows, "probs": rows}}, a row for each example; and
    "unanswered" with a 1 for each example that it has no answer to."""
    send({"protocol": 1, "classNames": class_names, "fingerprint": fingerprint}, {})
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        given = {name: read(dtype, shape) for name, dtype, shape in request["arrays"]}
        try:
            result = dict(answer(given["features"], given["ids"], request.get("raw")))
            head = {"temperature": result.pop("temperature")} if "temperature" in result else {}
            parts = {f"{name}.{key}": v for name, part in result.items() if isinstance(part, dict) for key, v in part.items()}
            rows = {name: rows for name, rows in result.items() if not isinstance(rows, dict)}
            send(head, {name: np.asarray(values) for name, values in {**rows, **parts}.items()})
        except Exception as error:
            traceback.print_exc()
            send({"error": f"{type(error).__name__}: {error}"}, {})


def read(dtype, shape):
    return np.frombuffer(sys.stdin.buffer.read(4 * int(np.prod(shape))), np.dtype(dtype).newbyteorder("<")).reshape(shape)


def send(head, arrays):
    arrays = {name: a.astype("<f4" if a.dtype.kind == "f" else "<i4") for name, a in arrays.items()}
    head["arrays"] = [[name, "float32" if a.dtype.kind == "f" else "int32", a.shape] for name, a in arrays.items()]
    ANSWERS.write(b"".join([json.dumps(head).encode(), b"\n", *(a.tobytes() for a in arrays.values())]))
    ANSWERS.flush()
