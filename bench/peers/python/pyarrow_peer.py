"""One peer of the benchmark: pyarrow's take on a store. `python pyarrow_peer.py pyarrow <folder of the data> <threads>`."""

import array
import json
import os
import sys
import time

MARK = "@peer "
CHECKED_BATCHES = 4


def say(answer):
    sys.stdout.write(MARK + json.dumps(answer) + "\n")
    sys.stdout.flush()


try:
    import pyarrow as pa
    import pyarrow.compute as pc
except Exception as error:
    say({"unavailable": f"Python has no pyarrow ({str(error).splitlines()[0]})"})
    sys.exit(0)

FOLDER, THREADS = sys.argv[2], int(sys.argv[3])


def read_case(case_id):
    """The case, and its random batches as arrays that take needs no conversion of."""
    with open(os.path.join(FOLDER, f"{case_id}.json")) as file:
        layout = json.load(file)
    one = next(tensor for tensor in layout["tensors"] if tensor["name"] == "ids")
    ids = array.array("i")
    with open(os.path.join(FOLDER, f"{case_id}.bin"), "rb") as file:
        file.seek(4 * one["offset"])
        ids.fromfile(file, one["shape"][0])
    size = layout["case"]["batch"]
    batches = [pa.array(ids[start : start + size], pa.int64()) for start in range(0, len(ids), size)]
    return layout["case"], batches


def open_table(case_id, variant):
    directory = os.path.join(FOLDER, f"{case_id}-store")
    with open(os.path.join(directory, "manifest.json")) as file:
        shards = json.load(file)["shards"]
    paths = [os.path.join(directory, shard["file"]) for shard in shards]
    table = pa.concat_tables(pa.ipc.open_file(pa.memory_map(path)).read_all() for path in paths)
    table = table.drop_columns(["id", "augmentation_seed"])
    return table.combine_chunks() if variant == "joined" else table


def sum_of(column):
    values = column.combine_chunks()
    if pa.types.is_fixed_size_list(values.type):
        values = values.flatten()
    return pc.sum(pc.abs(pc.cast(pc.cast(values, pa.float32(), safe=False), pa.float64()))).as_py()


def sums_of(table):
    names = ["logits", "indices", "tail_logit"]
    return [sum_of(table[name]) for name in names if name in table.column_names]


def create_task(case_id, variant):
    case, batches = read_case(case_id)
    table = open_table(case_id, variant)
    check = [value for batch in batches[:CHECKED_BATCHES] for value in sums_of(table.take(batch))]
    started = time.perf_counter()
    table.take(batches[0])
    per_step = (time.perf_counter() - started) * 1000
    per_sample = max(1, min(50, round(2 / per_step)))
    position = 0

    def sample():
        nonlocal position
        started = time.perf_counter()
        for _ in range(per_sample):
            table.take(batches[position % len(batches)])
            position += 1
        return (time.perf_counter() - started) * 1000 / per_sample

    return check, sample


def time_samples(sample, milliseconds, settle):
    for _ in range(settle):
        sample()
    samples = []
    began = time.perf_counter()
    while True:
        samples.append(sample())
        if (time.perf_counter() - began) * 1000 >= milliseconds:
            return samples


def answer(request, samples):
    key = (request.get("caseId"), request.get("variant"))
    if request["do"] == "prepare":
        check, samples[key] = create_task(*key)
        return {"check": check}
    if request["do"] == "run":
        return {"samples": time_samples(samples[key], request["milliseconds"], request["settle"])}
    if request["do"] == "clear":
        samples.clear()
        return {}
    raise ValueError(f"no such request: {request['do']}")


pa.set_cpu_count(THREADS)
say({"versions": {"python": sys.version.split()[0], "pyarrow": pa.__version__, "threads": pa.cpu_count()}})
prepared = {}
for line in sys.stdin:
    try:
        say(answer(json.loads(line), prepared))
    except Exception as error:
        say({"error": (str(error).splitlines() or [type(error).__name__])[0]})
