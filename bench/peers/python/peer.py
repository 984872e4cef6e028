"""One peer of the benchmark: PyTorch, eager on the processor, compiled, or eager on a CUDA device.

`python peer.py pytorch|pytorch-compile|pytorch-cuda <folder of the data> <threads> <settings>`
"""

import json
import os
import sys
import time

MARK = "@peer "
CHECKED_STEPS = 4


def say(answer):
    sys.stdout.write(MARK + json.dumps(answer) + "\n")
    sys.stdout.flush()


try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except Exception as error:
    say({"unavailable": f"Python has no torch ({str(error).splitlines()[0]})"})
    sys.exit(0)

NAME, FOLDER, THREADS = sys.argv[1], sys.argv[2], int(sys.argv[3])
DEVICE = "cuda" if NAME == "pytorch-cuda" else "cpu"
if DEVICE == "cuda" and not torch.cuda.is_available():
    say({"unavailable": "PyTorch finds no CUDA device"})
    sys.exit(0)
SETTINGS = json.loads(sys.argv[4])


def read_case(case_id):
    with open(os.path.join(FOLDER, f"{case_id}.json")) as file:
        layout = json.load(file)
    with open(os.path.join(FOLDER, f"{case_id}.bin"), "rb") as file:
        data = bytearray(file.read())
    tensors = {}
    for one in layout["tensors"]:
        size = 1
        for length in one["shape"]:
            size *= length
        dtype = torch.int32 if one["name"] == "labels" else torch.float32
        flat = torch.frombuffer(data, dtype=dtype, count=size, offset=4 * one["offset"])
        tensors[one["name"]] = flat.reshape(one["shape"]).clone()
    return layout["case"], tensors


def build(case, tensors, with_dropout):
    """The net as a PyTorch user writes it, with the given weights: channels first, kernels as [out, in, ...]."""
    weights = iter([tensors[name] for name in tensors if name.startswith("weight")])
    shape, flattened, layers = list(case["input"]), None, []
    for layer in case["layers"]:
        kind = layer["kind"]
        if kind == "dense":
            kernel, bias = next(weights), next(weights)
            if flattened is not None:
                # Rows go by height, width, channel there and by channel, height, width here.
                kernel = kernel.reshape(*flattened, -1).permute(2, 0, 1, 3).reshape(kernel.shape)
                flattened = None
            module = nn.Linear(*kernel.shape)
            load(module, kernel.T, bias)
            layers.append(module)
            if layer["activation"] == "relu":
                layers.append(nn.ReLU())
            shape = [kernel.shape[1]]
        elif kind == "conv":
            kernel, bias = next(weights), next(weights)
            module = nn.Conv2d(kernel.shape[2], kernel.shape[3], 3, padding=1)
            load(module, kernel.permute(3, 2, 0, 1), bias)
            layers += [module] if layer.get("activation") == "linear" else [module, nn.ReLU()]
            shape = [shape[0], shape[1], kernel.shape[3]]
        elif kind == "batchNorm":
            gamma, beta = next(weights), next(weights)
            module = nn.BatchNorm2d(len(gamma), eps=1e-3)
            load(module, gamma, beta)
            layers += [module, nn.ReLU()]
        elif kind in ("gru", "lstm"):
            kernel, recurrent, bias = next(weights), next(weights), next(weights)
            layers.append(LastState(kind, kernel, recurrent, bias))
            shape = [recurrent.shape[0]]
        elif kind == "embedding":
            table = next(weights)
            module = nn.EmbeddingBag(*table.shape, mode="mean")
            with torch.no_grad():
                module.weight.copy_(table)
            layers.append(module)
            shape = [table.shape[1]]
        elif kind == "maxPool":
            layers.append(nn.MaxPool2d(2))
            shape = [shape[0] // 2, shape[1] // 2, shape[2]]
        elif kind == "flatten":
            layers.append(nn.Flatten())
            flattened = shape
        elif with_dropout:
            layers.append(nn.Dropout(layer["rate"]))
    return nn.Sequential(*layers)


class LastState(nn.Module):
    """A recurrent layer's last state. Its second bias, which tfjs's LSTM lacks, stays at 0; a GRU differs where it resets."""

    def __init__(self, kind, kernel, recurrent, bias):
        super().__init__()
        units = recurrent.shape[0]
        self.cell = (nn.GRU if kind == "gru" else nn.LSTM)(kernel.shape[0], units, batch_first=True)
        # tfjs has the update gate before the reset gate.
        order = torch.arange(kernel.shape[1])
        if kind == "gru":
            order = torch.cat([order[units : 2 * units], order[:units], order[2 * units :]])
        with torch.no_grad():
            self.cell.weight_ih_l0.copy_(kernel.T[order])
            self.cell.weight_hh_l0.copy_(recurrent.T[order])
            self.cell.bias_ih_l0.copy_(bias[order])
            self.cell.bias_hh_l0.zero_()
        self.cell.bias_hh_l0.requires_grad_(False)

    def forward(self, x):
        return self.cell(x)[0][:, -1]


def load(module, weight, bias):
    with torch.no_grad():
        module.weight.copy_(weight)
        module.bias.copy_(bias)


def create_step(case, tensors, with_dropout):
    temperature = SETTINGS["temperature"]
    soft_weight, hard_weight = SETTINGS["softWeight"], SETTINGS["hardWeight"]
    net = build(case, tensors, with_dropout).to(DEVICE)
    features = tensors["features"]
    if features.dim() == 4:
        features = features.permute(0, 3, 1, 2).contiguous()
    if case["layers"][0]["kind"] == "embedding":
        features = features.long()
    features = features.to(DEVICE)
    teacher, labels = tensors["teacherLogits"].to(DEVICE), tensors["labels"].long().to(DEVICE)
    optimizer = torch.optim.SGD([weight for weight in net.parameters() if weight.requires_grad], lr=SETTINGS["learningRate"], momentum=SETTINGS["momentum"])

    def loss_of(net):
        logits = net(features)
        soft = F.cross_entropy(logits / temperature, F.softmax(teacher / temperature, dim=1)) * temperature**2
        hard = F.cross_entropy(logits, labels)
        return soft_weight * soft + hard_weight * hard

    compute = torch.compile(loss_of) if NAME == "pytorch-compile" else loss_of

    def step():
        optimizer.zero_grad()
        loss = compute(net)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def time_steps(step, milliseconds, settle):
    for _ in range(settle):
        step()
    samples = []
    began = time.perf_counter()
    while True:
        started = time.perf_counter()
        loss = step()
        samples.append((time.perf_counter() - started) * 1000)
        if loss != loss or abs(loss) == float("inf"):
            raise ArithmeticError(f"a step gave {loss}")
        if (time.perf_counter() - began) * 1000 >= milliseconds:
            return samples


def answer(request, steps):
    if request["do"] == "prepare":
        case, tensors = read_case(request["caseId"])
        checked = create_step(case, tensors, False)
        losses = [checked() for _ in range(CHECKED_STEPS)]
        steps[request["caseId"]] = create_step(case, tensors, True)
        return {"check": losses}
    if request["do"] == "run":
        return {"samples": time_steps(steps[request["caseId"]], request["milliseconds"], request["settle"])}
    if request["do"] == "clear":
        steps.clear()
        return {}
    raise ValueError(f"no such request: {request['do']}")


torch.set_num_threads(THREADS)
versions = {"python": sys.version.split()[0], "torch": torch.__version__, "threads": torch.get_num_threads()}
if DEVICE == "cuda":
    versions["device"] = torch.cuda.get_device_name()
    versions["tf32"] = torch.backends.cuda.matmul.allow_tf32
say({"versions": versions})
prepared = {}
for line in sys.stdin:
    try:
        say(answer(json.loads(line), prepared))
    except Exception as error:
        say({"error": (str(error).splitlines() or [type(error).__name__])[0]})
