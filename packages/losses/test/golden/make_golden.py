"""Writes golden.json: values and gradients of the losses, computed by PyTorch in float64.

    pip install torch && python make_golden.py

Each loss is written with PyTorch's own functions (kl_div, cross_entropy, corrcoef, normalize, cdist, huber_loss, ...), and its
gradients are autograd's, of the sum of the rows weighted by 1, 1.5, 2, ... The inputs are exact in float32.
"""

import json
import math
import platform
from pathlib import Path

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
BATCH, CLASSES = 4, 5
LABELS = torch.tensor([2, 0, 4, 1])
NEG = -math.inf
generator = torch.Generator().manual_seed(20150309)


def draw(*shape, scale=1.0):
    return (torch.randn(*shape, generator=generator) * scale).float().double()


LOGITS = {"studentLogits": draw(BATCH, CLASSES, scale=2), "teacherLogits": draw(BATCH, CLASSES, scale=3)}
FEATURES = {"studentFeatures": draw(BATCH, 3), "teacherFeatures": draw(BATCH, 6, scale=2)}
SAME_SIZE = {"studentFeatures": draw(BATCH, 2, 3), "teacherFeatures": draw(BATCH, 2, 3, scale=2)}
IMAGES = {"studentFeatures": draw(BATCH, 2, 3, 2), "teacherFeatures": draw(BATCH, 2, 3, 4, scale=2)}
TOP = torch.topk(LOGITS["teacherLogits"], 2)
SPARSE = {
    "studentLogits": LOGITS["studentLogits"],
    "logits": TOP.values,
    "tailLogits": draw(BATCH),
}
PER_ROW = [0.5, 1.0, 4.0, 20.0]


def column(temperature):
    return torch.as_tensor(temperature).reshape(-1, 1)


def squared(temperature):
    return torch.as_tensor(temperature) ** 2


def kl(input_log_probs, target_log_probs):
    return F.kl_div(input_log_probs, target_log_probs, reduction="none", log_target=True).sum(1)


def at(logits, temperature):
    return F.log_softmax(logits / column(temperature), dim=1)


def soft_target_cross_entropy(z, v, temperature):
    p = F.softmax(v / column(temperature), dim=1)
    return squared(temperature) * F.cross_entropy(z / column(temperature), p, reduction="none")


def soft_target_cross_entropy_from_probs(z, p, temperature):
    return squared(temperature) * F.cross_entropy(z / column(temperature), p, reduction="none")


def jensen_shannon_divergence(z, v, temperature):
    log_q, log_p = at(z, temperature), at(v, temperature)
    log_m = torch.logaddexp(log_q, log_p) - math.log(2)
    return squared(temperature) * (kl(log_m, log_p) + kl(log_m, log_q)) / 2


def without_target(logits):
    rows = [torch.cat([row[:label], row[label + 1 :]]) for row, label in zip(logits, LABELS.tolist())]
    return torch.stack(rows)


def decoupled_distillation(z, v, temperature, targetWeight, nonTargetWeight):
    def binary(logits):
        p = F.softmax(logits / column(temperature), dim=1).gather(1, LABELS[:, None])
        return torch.cat([p, 1 - p], dim=1).log()

    target = kl(binary(z), binary(v))
    others = kl(at(without_target(z), temperature), at(without_target(v), temperature))
    return squared(temperature) * (targetWeight * target + nonTargetWeight * others)


def normalised_distillation(z, v, temperature, nonTargetWeight):
    sureness = F.softmax(v, dim=1).gather(1, LABELS[:, None])[:, 0]
    target = sureness * F.cross_entropy(z, LABELS, reduction="none")
    others = soft_target_cross_entropy(without_target(z), without_target(v), temperature)
    return target + nonTargetWeight * others


def correlation_distillation(z, v, temperature, interWeight, intraWeight):
    q, p = (F.softmax(logits / column(temperature), dim=1) for logits in (z, v))

    def correlations(a, b):
        return torch.stack([torch.corrcoef(torch.stack(pair))[0, 1] for pair in zip(a, b)])

    inter = 1 - correlations(q, p)
    intra = 1 - correlations(q.T, p.T).mean()
    return squared(temperature) * (interWeight * inter + intraWeight * intra)


def standardised(logits):
    return (logits - logits.mean(1, keepdim=True)) / logits.std(1, keepdim=True, unbiased=False)


def attention_transfer(s, t):
    maps = (F.normalize(x.pow(2).sum(-1).flatten(1), dim=1) for x in (s, t))
    student, teacher = maps
    return torch.linalg.vector_norm(student - teacher, dim=1) / 2


def off_diagonal(matrix):
    return matrix[~torch.eye(len(matrix), dtype=torch.bool)].reshape(len(matrix), -1)


def relational_distance(s, t):
    def relative(x):
        # torch.cdist has no gradient at the distance of an example to itself, so only the pairs are taken.
        rows = [torch.linalg.vector_norm(x[i] - torch.cat([x[:i], x[i + 1 :]]), dim=1) for i in range(len(x))]
        distances = torch.stack(rows)
        return distances / distances.mean()

    return F.huber_loss(relative(s), relative(t), reduction="none").mean(1)


def relational_angle(s, t):
    def cosines(x):
        rows = []
        for j in range(len(x)):
            directions = torch.cat([x[:j], x[j + 1 :]]) - x[j]
            rows.append(off_diagonal(F.cosine_similarity(directions[:, None], directions[None], dim=2)))
        return torch.stack(rows)

    return F.smooth_l1_loss(cosines(s), cosines(t), reduction="none").mean((1, 2))


def similarity_preserving(s, t):
    student, teacher = (F.normalize(x.flatten(1) @ x.flatten(1).T, dim=1) for x in (s, t))
    return (student - teacher).pow(2).mean(1)


def sparse_soft_target_cross_entropy(z, logits, tail_logits, temperature, tail):
    named = torch.zeros(BATCH, CLASSES, dtype=torch.bool).scatter(1, TOP.indices, True)
    if tail == "class":
        rest = torch.logsumexp(z.masked_fill(named, NEG), dim=1, keepdim=True)
        student = torch.cat([z.gather(1, TOP.indices), rest], dim=1)
        teacher = torch.cat([logits, tail_logits[:, None]], dim=1)
    else:
        student = z
        each = (tail_logits - math.log(CLASSES - 2))[:, None].expand(BATCH, CLASSES)
        teacher = each.scatter(1, TOP.indices, logits)
    return soft_target_cross_entropy(student, teacher, temperature)


def confidence_penalty(z, entropyWeight):
    entropy = torch.distributions.Categorical(logits=z).entropy()
    return F.cross_entropy(z, LABELS, reduction="none") - entropyWeight * entropy


MARKS = torch.tensor([[1, 0, -1, 1, 0], [0, 0, 1, -1, 1], [-1, 1, 1, 0, 0], [1, -1, 0, 0, 1]])
NUMBERS = {"predictions": LOGITS["studentLogits"], "targets": LOGITS["teacherLogits"]}
BOUNDED = {"predictions": LOGITS["studentLogits"], "teacherPredictions": LOGITS["studentLogits"].flip(0), "targets": LOGITS["teacherLogits"]}
GAUSSIAN = {"predictions": LOGITS["studentLogits"], "logVariances": LOGITS["teacherLogits"].flip(0), "targets": LOGITS["teacherLogits"]}
GAUSSIANS = {**BOUNDED, "teacherLogVariances": LOGITS["studentLogits"].flip(1)}
GAUSSIANS = {name: GAUSSIANS.get(name, GAUSSIAN.get(name)) for name in ("predictions", "logVariances", "teacherPredictions", "teacherLogVariances")}
KNOWN = MARKS == 1


def binary_cross_entropy(z):
    each = F.binary_cross_entropy_with_logits(z, MARKS.clamp(min=0).double(), reduction="none")
    return (each * (MARKS >= 0)).sum(1)


def binary_soft_target_cross_entropy(z, v, temperature):
    p = torch.sigmoid(v / column(temperature))
    each = F.binary_cross_entropy_with_logits(z / column(temperature), p, reduction="none")
    return squared(temperature) * each.sum(1)


def binary_distillation_loss(z, v, temperature, softWeight, hardWeight):
    return softWeight * binary_soft_target_cross_entropy(z, v, temperature) + hardWeight * binary_cross_entropy(z)


def squared_error(s, t):
    return (F.mse_loss(s, t, reduction="none") * KNOWN).sum(1)


def teacher_bounded_loss(s, t, y, margin):
    own, teacher = squared_error(s, y), squared_error(t, y)
    return torch.where(own + margin > teacher, own, torch.zeros(()) * (own + teacher))


def gaussian_negative_log_likelihood(s, logVariances, y):
    return (F.gaussian_nll_loss(s, y, logVariances.exp(), eps=1e-30, reduction="none") * KNOWN).sum(1)


def gaussian_kl_divergence(s, logVariances, t, teacherLogVariances):
    normal = lambda mean, spread: torch.distributions.Normal(mean, (spread / 2).exp())
    return (torch.distributions.kl_divergence(normal(t, teacherLogVariances), normal(s, logVariances)) * KNOWN).sum(1)


STUDENT = {"studentLogits": LOGITS["studentLogits"]}
PROBS = {"studentLogits": LOGITS["studentLogits"], "teacherProbs": F.softmax(LOGITS["teacherLogits"], dim=1).float().double()}
TEMPERATURES = [{"temperature": t} for t in (0.5, 1.0, 4.0, 20.0)] + [{"temperature": PER_ROW}]
DKD = [{**t, "targetWeight": 1.0, "nonTargetWeight": 8.0} for t in TEMPERATURES]
NKD = [{**t, "nonTargetWeight": 1.5} for t in TEMPERATURES]
DIST = [{**t, "interWeight": 1.0, "intraWeight": 2.0} for t in TEMPERATURES]
LOSSES = [
    ("temperatureSoftmax", lambda z, temperature: F.softmax(z / column(temperature), dim=1), STUDENT, TEMPERATURES),
    ("temperatureLogSoftmax", at, STUDENT, TEMPERATURES),
    ("entropy", lambda z, temperature: torch.distributions.Categorical(logits=z / column(temperature)).entropy(), STUDENT, TEMPERATURES),
    ("softTargetCrossEntropy", soft_target_cross_entropy, LOGITS, TEMPERATURES),
    ("softTargetCrossEntropyFromProbs", soft_target_cross_entropy_from_probs, PROBS, TEMPERATURES),
    ("klDivergence", lambda z, v, temperature: squared(temperature) * kl(at(z, temperature), at(v, temperature)), LOGITS, TEMPERATURES),
    ("reverseKlDivergence", lambda z, v, temperature: squared(temperature) * kl(at(v, temperature), at(z, temperature)), LOGITS, TEMPERATURES),
    ("jensenShannonDivergence", jensen_shannon_divergence, LOGITS, TEMPERATURES),
    ("hardCrossEntropy", lambda z: F.cross_entropy(z, LABELS, reduction="none"), STUDENT, [{}]),
    ("logitMatching", lambda z, v, centred: F.mse_loss(*((z - z.mean(1, True), v - v.mean(1, True)) if centred else (z, v)), reduction="none").sum(1) / 2, LOGITS, [{"centred": False}, {"centred": True}]),
    ("labelSmoothedCrossEntropy", lambda z, smoothing: F.cross_entropy(z, LABELS, reduction="none", label_smoothing=smoothing), STUDENT, [{"smoothing": 0.1}, {"smoothing": 1.0}]),
    ("focalCrossEntropy", lambda z, focusing: (1 - F.softmax(z, dim=1).gather(1, LABELS[:, None])[:, 0]) ** focusing * F.cross_entropy(z, LABELS, reduction="none"), STUDENT, [{"focusing": 0.5}, {"focusing": 2.0}]),
    ("confidencePenalty", confidence_penalty, STUDENT, [{"entropyWeight": 0.1}, {"entropyWeight": 2.0}]),
    ("decoupledDistillation", decoupled_distillation, LOGITS, DKD),
    ("normalisedDistillation", normalised_distillation, LOGITS, NKD),
    ("correlationDistillation", correlation_distillation, LOGITS, DIST),
    ("standardiseLogits", standardised, STUDENT, [{}]),
    ("withStandardisedLogits", lambda z, v, temperature: soft_target_cross_entropy(standardised(z), standardised(v), temperature), LOGITS, TEMPERATURES),
    ("binaryCrossEntropy", binary_cross_entropy, STUDENT, [{}]),
    ("binarySoftTargetCrossEntropy", binary_soft_target_cross_entropy, LOGITS, TEMPERATURES),
    ("binaryDistillationLoss", binary_distillation_loss, LOGITS, [{**t, "softWeight": 0.7, "hardWeight": 0.3} for t in TEMPERATURES]),
    ("squaredError", squared_error, NUMBERS, [{}]),
    ("huberLoss", lambda s, t, delta: (F.huber_loss(s, t, reduction="none", delta=float(delta)) * KNOWN).sum(1), NUMBERS, [{"delta": 0.5}, {"delta": 3.0}]),
    ("teacherBoundedLoss", teacher_bounded_loss, BOUNDED, [{"margin": 0.0}, {"margin": 4.0}]),
    ("gaussianNegativeLogLikelihood", gaussian_negative_log_likelihood, GAUSSIAN, [{}]),
    ("gaussianKlDivergence", gaussian_kl_divergence, GAUSSIANS, [{}]),
    ("hintLoss", lambda s, t: F.mse_loss(s, t, reduction="none").flatten(1).sum(1) / 2, SAME_SIZE, [{}]),
    ("attentionTransfer", attention_transfer, IMAGES, [{}]),
    ("relationalDistance", relational_distance, FEATURES, [{}]),
    ("relationalAngle", relational_angle, FEATURES, [{}]),
    ("similarityPreserving", similarity_preserving, IMAGES, [{}]),
    ("sparseSoftTargetCrossEntropy", sparse_soft_target_cross_entropy, SPARSE, [{**t, "tail": tail} for tail in ("class", "spread") for t in TEMPERATURES]),
]


def cases():
    for name, loss, inputs, choices in LOSSES:
        for options in choices:
            tensors = [tensor.clone().requires_grad_() for tensor in inputs.values()]
            value = loss(*tensors, **{k: torch.tensor(o) if isinstance(o, list) else o for k, o in options.items()})
            weights = (1 + torch.arange(BATCH) / 2).reshape(BATCH, *[1] * (value.dim() - 1))
            gradients = torch.autograd.grad((value * weights).sum(), tensors)
            yield {
                "loss": name,
                "inputs": {key: tensor.tolist() for key, tensor in inputs.items()},
                "options": options,
                "value": value.tolist(),
                "gradients": [gradient.tolist() for gradient in gradients],
            }


versions = {"python": platform.python_version(), "torch": torch.__version__}
golden = {"versions": versions, "labels": LABELS.tolist(), "indices": TOP.indices.tolist(), "marks": MARKS.tolist(), "cases": list(cases())}
Path(__file__).with_name("golden.json").write_text(json.dumps(golden) + "\n")
