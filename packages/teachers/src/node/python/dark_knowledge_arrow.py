"""Lets a Python model answer the batches of dark-knowledge's commandTeacher as Arrow IPC streams. Needs pyarrow and NumPy."""
import json
import sys

import dark_knowledge_teacher as plain
import numpy as np
import pyarrow as pa


def serve(answer, class_names=None, fingerprint=None):
    """As dark_knowledge_teacher.serve. Rows may be Arrow arrays too, and None where there is no answer."""
    plain.serve(answer, class_names, fingerprint, receive, send)


def receive():
    if sys.stdin.buffer.peek(1):
        batch = pa.ipc.open_stream(sys.stdin.buffer).read_all().combine_chunks()
        raw = [json.loads(text) for text in batch["raw"].to_pylist()] if "raw" in batch.column_names else None
        return dense(batch["features"].chunk(0)), dense(batch["ids"].chunk(0)), raw


def dense(column):
    return column.to_numpy_ndarray() if isinstance(column, pa.FixedShapeTensorArray) else column.to_numpy()


def send(head, columns):
    metadata = {"dark-knowledge": json.dumps(head)}
    table = pa.table({name: column(rows) for name, rows in columns.items()}, metadata=metadata)
    with pa.ipc.new_stream(plain.ANSWERS, table.schema) as writer:
        writer.write_table(table)
    plain.ANSWERS.flush()


def column(rows):
    if isinstance(rows, (pa.Array, pa.ChunkedArray, list)):
        return pa.array(rows) if isinstance(rows, list) else rows
    rows = np.asarray(rows)
    return pa.array(rows) if rows.ndim == 1 else pa.FixedSizeListArray.from_arrays(pa.array(rows.ravel()), rows.shape[1])
