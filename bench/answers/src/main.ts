import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { type BackendName, selectBackend } from "@dark-knowledge/backend";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { exportInt8 } from "./export-int8.ts";
import { type Lane, OWN, openLanes } from "./lanes.ts";
import { examplesOf, NETS, type Net } from "./nets.ts";
import { type Ratio, ratioOf } from "./ratio-of.ts";
import { timeInChromium } from "./time-in-chromium.ts";
import { type Timing, timeLanes } from "./time-lanes.ts";

const USAGE = `pnpm bench:answers [options]

  --rounds N    rounds of each case (default: 41)
  --ms N        how long each lane answers in a round (default: 40)
  --node DIR    a folder in which onnxruntime-node is installed
  --backends A,B  what TensorFlow.js and loadStudent compute on (default: wasm,wasm-blas)
  --nets TEXT   only the nets whose names contain it
  --chromium PATH  the pruned nets in a page of this Chromium instead, next to onnxruntime-web
`;

/** So many examples say which activations there are. */
const CALIBRATION = 256;

/** The largest relative difference that is rounding. */
const MOST_DIFFERENCE = 1e-4;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const options = {
    rounds: { type: "string" },
    ms: { type: "string" },
    node: { type: "string" },
    backends: { type: "string" },
    nets: { type: "string" },
    chromium: { type: "string" },
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args: process.argv.slice(2).filter((word) => word !== "--"), options });
  if (values.help) return print(USAGE);
  const timing = { rounds: Number(values.rounds ?? 41), milliseconds: Number(values.ms ?? 40) };
  print(
    `${cpus()[0]!.model}, Node ${process.version}, one thread each; processor time, medians of ${timing.rounds} rounds, 95 % intervals`,
  );
  const nets = NETS.filter(({ name }) => name.includes(values.nets ?? ""));
  if (values.chromium !== undefined) return timePages(nets, timing, values.chromium);
  for (const name of (values.backends ?? "wasm,wasm-blas").split(",")) {
    const { capabilities } = await selectBackend({ prefer: [name as BackendName], threads: 1 });
    print(
      `\nTensorFlow.js and loadStudent on ${name}${capabilities.blas === undefined ? "" : `, ${capabilities.blas}`}\n`,
    );
    print(`| net | batch | examples | lane | examples/s | ${OWN.map((own) => `${own} to this`).join(" | ")} |`);
    print(`|---|---:|---|---|---:|${"---|".repeat(OWN.length)}`);
    for (const net of nets) await timeNet(net, timing, values.node);
  }
}

async function timeNet(net: Net, timing: Timing, nodeFolder: string | undefined) {
  const { name, shape, kinds, create } = net;
  const model = await create();
  const lanes = await openLanes(model, { nodeFolder, int8: net.hasInt8 ? await int8Of(model, net) : undefined });
  for (const batch of [1, 64]) {
    for (const kind of kinds) {
      const examples = examplesOf(kind, batch);
      const whole = [batch, ...shape];
      await assertSame(lanes, examples, whole);
      const rates = await timeLanes(lanes, examples, whole, timing);
      const own = OWN.map((ownName) => rates.get(lanes.find((lane) => lane.name === ownName)!)!);
      for (const [lane, other] of rates) {
        const ratios = own.map((rate) => (rate === other ? "" : written(ratioOf(rate, other))));
        print(`| ${name} | ${batch} | ${kind} | ${lane.name} | ${medianOf(other)} | ${ratios.join(" | ")} |`);
      }
    }
  }
  model.dispose();
}

function int8Of(model: LayersModel, { kinds, shape }: Net): Promise<Uint8Array> {
  return exportInt8(model, examplesOf(kinds[0]!, CALIBRATION), [CALIBRATION, ...shape]);
}

async function timePages(nets: readonly Net[], timing: Timing, executablePath: string): Promise<void> {
  await selectBackend({ prefer: ["wasm"], threads: 1 });
  print("\nIn a page of headless Chromium, by the clock\n");
  print("| net | batch | examples | lane | examples/s | compiled plan to this |");
  print("|---|---:|---|---|---:|---|");
  for (const net of nets.filter(({ hasInt8 }) => hasInt8)) {
    const model = await net.create();
    const int8 = await int8Of(model, net);
    for (const batch of [1, 64]) {
      for (const kind of net.kinds) {
        const question = { model, int8, examples: examplesOf(kind, batch), shape: [batch, ...net.shape], timing };
        const rates = await timeInChromium(executablePath, question);
        for (const [lane, other] of Object.entries(rates)) {
          const ratio = lane === OWN[0] ? "" : written(ratioOf(rates[OWN[0]]!, other));
          print(`| ${net.name} | ${batch} | ${kind} | ${lane} | ${medianOf(other)} | ${ratio} |`);
        }
      }
    }
    model.dispose();
  }
}

function medianOf(rates: readonly number[]): string {
  const sorted = [...rates].sort((one, two) => one - two);
  return Math.round(sorted[Math.floor(sorted.length / 2)]!).toLocaleString("en");
}

function written({ median, lower, upper }: Ratio): string {
  return `${median.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
}

/** Throws unless all lanes with the same weights give the same answers. */
async function assertSame(lanes: readonly Lane[], examples: Float32Array, shape: readonly number[]): Promise<void> {
  const answers = [];
  const exact = lanes.filter(({ isInt8 }) => !isInt8);
  for (const lane of exact) answers.push(Float32Array.from(await lane.answer(examples, shape)));
  const [first, ...others] = answers as [Float32Array, ...Float32Array[]];
  const largest = first.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  others.forEach((other, index) => {
    const difference = other.reduce((most, value, at) => Math.max(most, Math.abs(value - first[at]!)), 0) / largest;
    if (!(difference < MOST_DIFFERENCE)) throw new Error(`${exact[index + 1]!.name} differs by ${difference}`);
  });
}

await main();
