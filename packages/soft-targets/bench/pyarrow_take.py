"""Times pyarrow's take on a store, as beside-pyarrow.mjs asks for it: one line of indices in, one line of seconds out."""

import json
import sys
import time
from pathlib import Path

import pyarrow as pa

directory = Path(sys.argv[1])
shards = json.loads((directory / "manifest.json").read_text())["shards"]
mapped = pa.concat_tables(
    pa.ipc.open_file(pa.memory_map(str(directory / shard["file"]))).read_all() for shard in shards
)
mapped = mapped.drop_columns(["id", "augmentation_seed"])
tables = {"mapped": mapped, "joined": mapped.combine_chunks()}
print(json.dumps({"version": pa.__version__, "rows": len(mapped)}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    table = tables[request["table"]]
    batches = [pa.array(batch, pa.int64()) for batch in request["batches"]]
    start = time.perf_counter()
    for batch in batches:
        table.take(batch)
    print(time.perf_counter() - start, flush=True)
