import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { selectBackend } from "@dark-knowledge/backend";
import { type Lane, OWN, openLanes } from "./lanes.ts";
import { examplesOf, type Kind, NETS } from "./nets.ts";
import { ratioOf } from "./ratio-of.ts";
import { timeLanes } from "./time-lanes.ts";

const USAGE = `pnpm bench:answers [options]

  --rounds N    rounds of each case (default: 41)
  --ms N        how long each lane answers in a round (default: 40)
  --node DIR    a folder in which onnxruntime-node is installed
`;

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
    help: { type: "boolean" },
  } as const;
  const { values } = parseArgs({ args: process.argv.slice(2).filter((word) => word !== "--"), options });
  if (values.help) return print(USAGE);
  const timing = { rounds: Number(values.rounds ?? 41), milliseconds: Number(values.ms ?? 40) };
  await selectBackend({ prefer: ["wasm"], threads: 1 });
  print(
    `${cpus()[0]!.model}, Node ${process.version}, one thread each; processor time, medians of ${timing.rounds} rounds, 95 % intervals\n`,
  );
  print("| net | batch | examples | lane | examples/s | compiled plan to this |");
  print("|---|---:|---|---|---:|---:|");
  for (const { name, shape, create } of NETS) {
    const model = create();
    const lanes = await openLanes(model, values.node);
    for (const batch of [1, 64]) {
      for (const kind of ["digits", "noise"] as const satisfies Kind[]) {
        const examples = examplesOf(kind, batch);
        const whole = [batch, ...shape];
        await assertSame(lanes, examples, whole);
        const rates = await timeLanes(lanes, examples, whole, timing);
        const own = rates.get(lanes.find((lane) => lane.name === OWN)!)!;
        for (const [lane, other] of rates) {
          const { median, lower, upper } = ratioOf(own, other);
          const rate = Math.round(
            ratioOf(
              other,
              other.map(() => 1),
            ).median,
          ).toLocaleString("en");
          const ratio = lane.name === OWN ? "" : `${median.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
          print(`| ${name} | ${batch} | ${kind} | ${lane.name} | ${rate} | ${ratio} |`);
        }
      }
    }
    model.dispose();
  }
}

/** Throws unless all lanes give the same answers. */
async function assertSame(lanes: readonly Lane[], examples: Float32Array, shape: readonly number[]): Promise<void> {
  const answers = [];
  for (const lane of lanes) answers.push(Float32Array.from(await lane.answer(examples, shape)));
  const [first, ...others] = answers as [Float32Array, ...Float32Array[]];
  const largest = first.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  others.forEach((other, index) => {
    const difference = other.reduce((most, value, at) => Math.max(most, Math.abs(value - first[at]!)), 0) / largest;
    if (!(difference < MOST_DIFFERENCE)) throw new Error(`${lanes[index + 1]!.name} differs by ${difference}`);
  });
}

await main();
