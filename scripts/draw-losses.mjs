// Draws docs/losses.svg: where each loss of logits pushes a student on one example. Run `pnpm build` first.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

// The packages are not dependencies of the root.
const require = createRequire(new URL("../packages/training/package.json", import.meta.url));
const [tf] = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers"].map((name) => require(name));
createRequire(new URL("../packages/losses/package.json", import.meta.url))("@tensorflow/tfjs-backend-wasm");
const losses = await import(new URL("../packages/losses/dist/index.js", import.meta.url));
const { drawChart } = await import(new URL("../packages/report/dist/internal/draw-chart.js", import.meta.url));

// A written 2. The teacher sees something of a 3 and a 7 in it; the student takes it for a 7 and knows no 3.
const TEACHER = [-1, 0, 9, 6, -3, -1, -2, 5, 2, -2];
const STUDENT = [0, 3, 4, -1, 0, -2, 1, 5, 1, 0];
const T = { temperature: 4 };
const NAMES = { target: "teacher’s p at T = 4", start: "student’s q at T = 4" };

await tf.setBackend("wasm");
const teacherLogits = tf.tensor2d([TEACHER]);
const labels = tf.tensor1d([2], "int32");
const sparse = {
  indices: tf.tensor2d([[2, 3, 7]], [1, 3], "int32"),
  logits: tf.tensor2d([[9, 6, 5]]),
  tailLogits: tf.tensor1d([Math.log(TEACHER.filter((v) => v < 5).reduce((sum, v) => sum + Math.exp(v), 0))]),
};
const targets = { teacherLogits, labels };
const LOSSES = {
  hardCrossEntropy: (z) => losses.hardCrossEntropy(z, labels),
  labelSmoothedCrossEntropy: (z) => losses.labelSmoothedCrossEntropy(z, labels, { smoothing: 0.3 }),
  confidencePenalty: (z) => losses.confidencePenalty(z, labels, { entropyWeight: 0.5 }),
  "softTargetCrossEntropy, klDivergence": (z) => losses.klDivergence(z, teacherLogits, T),
  reverseKlDivergence: (z) => losses.reverseKlDivergence(z, teacherLogits, T),
  jensenShannonDivergence: (z) => losses.jensenShannonDivergence(z, teacherLogits, T),
  logitMatching: (z) => losses.logitMatching(z, teacherLogits, { centred: true }),
  decoupledDistillation: (z) => losses.decoupledDistillation(z, targets, { ...T, targetWeight: 1, nonTargetWeight: 8 }),
  normalisedDistillation: (z) => losses.normalisedDistillation(z, targets, { ...T, nonTargetWeight: 1.5 }),
  correlationDistillation: (z) =>
    losses.correlationDistillation(z, teacherLogits, { ...T, interWeight: 1, intraWeight: 0 }),
  "withStandardisedLogits (klDivergence)": (z) =>
    losses.withStandardisedLogits(losses.klDivergence)(z, teacherLogits, { temperature: 1 }),
  "sparseSoftTargetCrossEntropy (class)": (z) =>
    losses.sparseSoftTargetCrossEntropy(z, sparse, { ...T, tail: "class" }),
  "sparseSoftTargetCrossEntropy (spread)": (z) =>
    losses.sparseSoftTargetCrossEntropy(z, sparse, { ...T, tail: "spread" }),
};

const bars = [];
for (const [name, logits] of [
  [NAMES.target, TEACHER],
  [NAMES.start, STUDENT],
]) {
  const probs = await losses.temperatureSoftmax(tf.tensor2d([logits]), T).data();
  const largest = Math.max(...probs);
  for (const [digit, prob] of probs.entries()) bars.push({ name, digit, value: prob / largest, kind: "probability" });
}
for (const [name, loss] of Object.entries(LOSSES)) {
  const push = await tf.neg(tf.grad((z) => tf.sum(loss(z)))(tf.tensor2d([STUDENT]))).data();
  const largest = Math.max(...push.map(Math.abs));
  for (const [digit, value] of push.entries()) {
    bars.push({ name, digit, value: value / largest, kind: value > 0 ? "up" : "down" });
  }
}

const COLUMNS = 3;
const names = [...new Set(bars.map(({ name }) => name))];
const column = ({ name }) => names.indexOf(name) % COLUMNS;
const row = ({ name }) => Math.floor(names.indexOf(name) / COLUMNS);
const plot = new URL(["../packages/report/node_modules", "@observablehq/plot/src/index.js"].join("/"), import.meta.url);
const { barY, ruleY, text } = await import(plot);
const { markup } = drawChart(
  "For each loss, how strongly a gradient step raises or lowers the student's logit of each digit",
  {
    width: 900,
    height: 130 * Math.ceil(names.length / COLUMNS) + 40,
    marginTop: 30,
    marginLeft: 8,
    marginRight: 8,
    style: { background: "#fff", color: "#222", fontFamily: "sans-serif" },
    x: { type: "band", label: null, tickSize: 0 },
    y: { domain: [-1.1, 1.5], axis: null },
    fx: { axis: null, padding: 0.08 },
    fy: { axis: null, padding: 0.12 },
    color: { domain: ["probability", "up", "down"], range: ["#888", "#0a7d4f", "#c4442b"] },
    marks: [
      barY(bars, { x: "digit", y: "value", fx: column, fy: row, fill: "kind" }),
      ruleY([0], { stroke: "#999" }),
      text(names, {
        text: (name) => name,
        fx: (name) => column({ name }),
        fy: (name) => row({ name }),
        frameAnchor: "top-left",
        fontWeight: "bold",
        dy: -2,
      }),
    ],
  },
);
const svg = markup.includes("xmlns=") ? markup : markup.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"');
writeFileSync(new URL("../docs/losses.svg", import.meta.url), `${svg}\n`);
