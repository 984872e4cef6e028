"""Writes the golden shards: what pyarrow itself makes of the format in docs/soft-targets.md.

Run with Python 3 and pyarrow (25.0.1 made the files beside this script): python3 make_golden.py
"""

import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import pyarrow as pa

EDGE = 4096
HERE = Path(__file__).parent
CLASSES = ["ant", "bee", "cat", "dog"]
IDS = [3, 4, 7, 2**33]
LOGITS = np.array([[row * 4 + column - 7.5 for column in range(4)] for row in range(4)])


def fixed_list(values, dtype, width):
    return pa.FixedSizeListArray.from_arrays(pa.array(np.ravel(values).astype(dtype)), width)


def write(name, encoding, columns):
    directory = HERE / name
    directory.mkdir(exist_ok=True)
    seed = 4294967295
    arrays = {
        "id": pa.array(np.array(IDS, dtype=np.int64)),
        "augmentation_seed": pa.array(np.full(len(IDS), seed, dtype=np.uint32)),
        **columns,
    }
    batch = pa.RecordBatch.from_arrays(list(arrays.values()), list(arrays))
    path = directory / "part-a.arrow"
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)
    data = path.read_bytes()
    edges = data[:EDGE] + data[max(0, len(data) - EDGE) :]
    manifest = {
        "format": "dark-knowledge/soft-targets",
        "version": 1,
        "classNames": CLASSES,
        "teacherFingerprint": "made-by-pyarrow",
        "dataset": {
            "size": len(IDS),
            "idsSha256": hashlib.sha256(struct.pack("<4d", *IDS)).hexdigest(),
        },
        "encoding": encoding,
        "idType": "int64",
        "augmentationSeeds": [seed],
        "augmentation": {},
        "rowsPerShard": 16,
        "isComplete": True,
        "shards": [
            {
                "file": path.name,
                "augmentationSeed": seed,
                "rows": len(IDS),
                "firstId": IDS[0],
                "lastId": IDS[-1],
                "bytes": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "metadataSha256": hashlib.sha256(edges).hexdigest(),
            }
        ],
    }
    (directory / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


for kind in ["float16", "float32"]:
    write(f"dense-{kind}", {"kind": "dense", "dtype": kind}, {"logits": fixed_list(LOGITS, kind, 4)})
largest = LOGITS[:, [3, 2]]
tails = np.log(np.exp(LOGITS[:, [0, 1]]).sum(1))
write(
    "top-k",
    {"kind": "top-k", "dtype": "float16", "k": 2},
    {
        "indices": fixed_list([[3, 2]] * 4, "uint16", 2),
        "logits": fixed_list(largest, "float16", 2),
        "tail_logit": pa.array(tails.astype("float32")),
    },
)
