"""Lets a Python model answer the batches of dark-knowledge's commandTeacher. Needs NumPy."""
import json
import os
import sys
import traceback
import numpy as np

ANSWERS = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)  # what the model prints must not get between the answers


def receive():
    if line := sys.stdin.buffer.readline():
        request, given = json.loads(line), {}
        for name, kind, shape in request["arrays"]:
            given[name] = np.frombuffer(sys.stdin.buffer.read(4 * int(np.prod(shape))), f"<{kind[0]}4").reshape(shape)
        return given["features"], given["ids"], request.get("raw")


def send(head, columns):
    arrays = {k: (a := np.asarray(v)).astype("<f4" if a.dtype.kind == "f" or k == "numbers" else "<i4") for k, v in columns.items()}
    head["arrays"] = [[name, "float32" if a.dtype.kind == "f" else "int32", a.shape] for name, a in arrays.items()]
    ANSWERS.write(b"".join([json.dumps(head).encode(), b"\n", *(a.tobytes() for a in arrays.values())]))
    ANSWERS.flush()


def serve(answer, class_names=None, fingerprint=None, receive=receive, send=send):
    """answer(features, ids, raw) is given arrays, and raw examples as a list or None. It returns a dict with a row for each example:
    {"logits": rows}, {"probs": rows, "temperature": 1}, {"topKProbs": {"indices": rows, "probs": rows}}, or {"numbers": rows} of
    a regression, whose outputs class_names names; and "unanswered" with a 1 for each example that it has no answer to."""
    send({"protocol": 1, "classNames": class_names, "fingerprint": fingerprint}, {})
    while given := receive():
        try:
            result = dict(answer(*given))
            head = {"temperature": result.pop("temperature")} if "temperature" in result else {}
            parts = {f"{name}.{key}": v for name, part in result.items() if isinstance(part, dict) for key, v in part.items()}
            send(head, {**{name: rows for name, rows in result.items() if not isinstance(rows, dict)}, **parts})
        except Exception as error:
            traceback.print_exc()
            send({"error": f"{type(error).__name__}: {error}"}, {})
