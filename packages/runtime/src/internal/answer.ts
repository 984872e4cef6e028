import { ArgumentError, assertInteger, formatValue } from "@dark-knowledge/core";
import type { Port } from "../port.ts";
import type { Plan } from "./start-plan.ts";
import { countIn } from "./storage.ts";

type Inputs = readonly Float32Array[];

/** Computes part after part. */
export function answer(plan: Plan, ports: readonly Port[], inputs: Inputs, given: number | undefined): Float32Array {
  const examples = countExamples(ports, inputs, given);
  plan.inputs.forEach(({ storage: { sequence, size } }, index) => {
    if (sequence !== undefined) sequence.steps = examples === 0 ? 0 : inputs[index]!.length / size / examples;
  });
  return answerParts(plan, examples, (floats, first, count) => {
    plan.inputs.forEach(({ storage: to }, index) => {
      const values = inputs[index]!;
      const size = countIn(to, to.size);
      floats.set(count === examples ? values : values.subarray(first * size, (first + count) * size), to.at / 4);
    });
  });
}

/** The same for the numbers of each example in an array of its own, which are not put into one row before; they must be finite. */
export function answerExamples(plan: Plan, ports: readonly Port[], inputs: readonly Inputs[]): Float32Array {
  const examples = countEach(ports, inputs);
  const fill = (floats: Float32Array, first: number, count: number) => {
    plan.inputs.forEach(({ storage: { at, size } }, index) => {
      for (let row = 0; row < count; row++) floats.set(inputs[index]![first + row]!, at / 4 + row * size);
    });
  };
  return answerParts(plan, examples, fill, (largestInput) => {
    if (!(largestInput < Infinity)) failUnlessFinite(ports, inputs);
  });
}

/** Computes part after part, each after `fill` has put its examples into the plan's memory. */
function answerParts(
  plan: Plan,
  examples: number,
  fill: (floats: Float32Array, first: number, count: number) => void,
  check: (largestInput: number) => void = () => {},
): Float32Array {
  const rows = plan.prepare();
  const { storage } = plan.outputs[0]!;
  const answers = new Float32Array(countIn(storage, examples) * storage.size);
  const { floats } = plan;
  for (let first = 0; first < examples; first += rows) {
    const count = Math.min(rows, examples - first);
    fill(floats, first, count);
    check(plan.run(count));
    const size = countIn(storage, storage.size);
    answers.set(floats.subarray(storage.at / 4, storage.at / 4 + count * size), first * size);
  }
  return answers;
}

/** How many examples all inputs have, one array each; throws where one does not fit. */
function countEach(ports: readonly Port[], inputs: readonly Inputs[]): number {
  if (!Array.isArray(inputs) || inputs.length !== ports.length || !inputs.every((input) => Array.isArray(input))) {
    const expected = `must be ${ports.length === 1 ? "one list" : `${ports.length} lists`} of Float32Arrays`;
    const argument = { functionName: NAME_OF_EACH, argument: "inputs", expected, received: formatValue(inputs) };
    throw new ArgumentError({ ...argument, code: "dtype" });
  }
  const examples = inputs[0]!.length;
  ports.forEach(({ name, shape, size }, index) => {
    const own = inputs[index]!;
    const refuse = (expected: string, received: string, code: "dtype" | "shape") => {
      throw new ArgumentError({ functionName: NAME_OF_EACH, argument: `inputs (${name})`, expected, received, code });
    };
    if (shape.includes(null)) refuse("must have a fixed shape (predict takes sequences)", "one of any length", "shape");
    if (own.length !== examples)
      refuse(`must have ${examples} examples (as the first input)`, `${own.length}`, "shape");
    own.forEach((values, row) => {
      if (!isFloats(values)) refuse("must be Float32Arrays", `${formatValue(values)} for example ${row}`, "dtype");
      if (values.length === size) return;
      refuse(`must have ${size} floats for each example`, `${values.length} for example ${row}`, "shape");
    });
  });
  return examples;
}

const NAME_OF_EACH = "predictExamples";

/** Throws, naming the first number that is not finite. */
function failUnlessFinite(ports: readonly Port[], inputs: readonly Inputs[]): void {
  ports.forEach(({ name }, index) => {
    inputs[index]!.forEach((values, row) => {
      const value = values.find((one) => !Number.isFinite(one));
      if (value === undefined) return;
      const [argument, received] = [`inputs (${name})`, `${value} in example ${row}`];
      const expected = "must have finite numbers";
      throw new ArgumentError({ functionName: NAME_OF_EACH, argument, expected, received, code: "range" });
    });
  });
}

/** How many examples all inputs have; throws where one does not fit. */
function countExamples(ports: readonly Port[], inputs: Inputs, given: number | undefined): number {
  if (!Array.isArray(inputs) || inputs.length !== ports.length) {
    const expected = ports.length === 1 ? "must be a Float32Array" : `must be a list of ${ports.length} Float32Arrays`;
    const received = Array.isArray(inputs) ? `a list of ${inputs.length}` : formatValue(inputs);
    throw new ArgumentError({ functionName: "predict", argument: "inputs", expected, received, code: "dtype" });
  }
  ports.forEach((port, index) => {
    if (!isFloats(inputs[index])) failInput(port, "must be a Float32Array", formatValue(inputs[index]), "dtype");
  });
  const open = ports.find(({ shape }) => shape.includes(null));
  if (given !== undefined || open !== undefined) assertInteger("predict", "examples", given as number, { min: 0 });
  if (given !== undefined) {
    ports.forEach((port, index) => {
      assertCount(port, inputs[index]!.length, given);
    });
    return given;
  }
  const counts = ports.map((port, index) => countOf(port, inputs[index]!.length));
  const other = counts.findIndex((count) => count !== counts[0]);
  if (other < 0) return counts[0]!;
  const expected = `must have ${counts[0]} examples (as the first input)`;
  return failInput(ports[other]!, expected, `${counts[other]}`, "shape");
}

/** Throws unless so many floats are those of so many examples. */
function assertCount(port: Port, floats: number, examples: number): void {
  const { size, shape } = port;
  if (!shape.includes(null)) {
    if (floats === size * examples) return;
    failInput(port, `must have ${size * examples} floats (those of ${examples} examples)`, `${floats}`, "shape");
  }
  if (examples === 0 ? floats === 0 : Number.isInteger(floats / size / examples)) return;
  const each = size === 1 ? "floats" : `positions of ${size} floats`;
  failInput(port, `must have as many ${each} for each of ${examples} examples`, `${floats} floats`, "shape");
}

function countOf(port: Port, floats: number): number {
  const count = floats / port.size;
  if (Number.isInteger(count)) return count;
  return failInput(port, `must have ${port.size} floats for each example`, `${floats}`, "shape");
}

/** By its name: arrays from another realm count as well. */
function isFloats(value: unknown): value is Float32Array {
  return ArrayBuffer.isView(value) && (value as Float32Array)[Symbol.toStringTag] === "Float32Array";
}

function failInput({ name }: Port, expected: string, received: string, code: "dtype" | "shape"): never {
  throw new ArgumentError({ functionName: "predict", argument: `inputs (${name})`, expected, received, code });
}
