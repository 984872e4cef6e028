import { nearestName } from "@dark-knowledge/core";
import { SpecError } from "../../../spec/spec-error.ts";
import { COMPRESSION_METHODS, type CompressionMethod, type CompressionStep } from "./compression-step.ts";

/** The strengths at which a method is tried. */
export interface MethodChoice {
  readonly method: CompressionMethod;
  readonly strengths: readonly number[];
  /** Whether the user asked for it: then a net that it does not suit is an error. */
  readonly isNamed: boolean;
}

const STRENGTHS: Readonly<Record<CompressionMethod, readonly number[]>> = {
  units: [0.25, 0.5, 0.75],
  factorise: [0.9, 0.7],
  tucker: [0.9, 0.7],
  layers: [0],
  prune: [0.5, 0.8, 0.9, 0.95],
  share: [4, 3],
  quantise: [8, 4, 3, 2],
  round: [8, 4, 3, 2],
};

type Range = readonly [expected: string, isAllowed: (strength: number) => boolean];

const FACTORS: Range = [
  "a share of the energy above 0 and below 1, or a rank",
  (strength) => isShare(strength) || (Number.isSafeInteger(strength) && strength >= 1),
];
const QUANTISED: Range = ["2 to 8 bits", (bits) => Number.isInteger(bits) && bits >= 2 && bits <= 8];

/** The allowed strengths of each method, in words and as a test; of `layers` there are none. */
const RANGES: Readonly<Record<CompressionMethod, Range>> = {
  units: ["a share above 0 and below 1", isShare],
  factorise: FACTORS,
  tucker: FACTORS,
  layers: ["no strength", () => false],
  prune: ["a share above 0 and below 1", isShare],
  share: ["1 to 8 bits", (bits) => Number.isInteger(bits) && bits >= 1 && bits <= 8],
  quantise: QUANTISED,
  round: QUANTISED,
};

/** Whether a word is a strength of a method: a number in its range. */
export function isStrength(method: CompressionMethod, word: string): boolean {
  return /^\d*\.?\d+$/.test(word) && RANGES[method][1](Number(word));
}

function isShare(strength: number): boolean {
  return strength > 0 && strength < 1;
}

/**
 * Parses methods with, possibly, their strengths: `prune:0.9:0.95,quantise:4`.
 *
 * @param text default: all methods
 * @throws SpecError when a method is unknown or named twice, or a strength is out of range
 */
export function parseMethods(text: string | undefined): readonly MethodChoice[] {
  if (text === undefined) {
    return COMPRESSION_METHODS.map((method) => ({ method, strengths: STRENGTHS[method], isNamed: false }));
  }
  const choices = text.split(",").map((part) => parseMethod(part.trim()));
  const names = choices.map(({ method }) => method);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new SpecError("methods", "must name each method once", `${twice} twice`);
  return choices;
}

function parseMethod(part: string): MethodChoice {
  const [name = "", ...words] = part.split(":");
  const method = COMPRESSION_METHODS.find((one) => one === name);
  if (method === undefined) {
    const nearest = nearestName(name, COMPRESSION_METHODS);
    const advice = nearest === undefined ? "" : ` (did you mean ${nearest}?)`;
    throw new SpecError("methods", `must be some of ${COMPRESSION_METHODS.join(", ")}${advice}`, name || "nothing");
  }
  const [expected] = RANGES[method];
  const example = method === "layers" ? method : `${method}:${STRENGTHS[method][0]}`;
  for (const word of words) {
    if (!isStrength(method, word)) {
      throw new SpecError("methods", `must give ${method} ${expected}, as in ${example}`, part);
    }
  }
  return { method, strengths: words.length > 0 ? words.map(Number) : STRENGTHS[method], isNamed: true };
}

/**
 * Lists the candidates that some methods make, each as its steps, with all their beginnings: fewer units, factors, smaller convolutions or fewer layers, then pruned weights,
 * then shared or quantised ones.
 *
 * What cannot pay is left out: codebooks without pruning where there is pruning, more than 4 bits for weights that are pruned, and pruned factors.
 */
export function candidatesOf(choices: readonly MethodChoice[]): readonly (readonly CompressionStep[])[] {
  const stepsOf = (...methods: CompressionMethod[]): readonly CompressionStep[] =>
    choices
      .filter(({ method }) => methods.includes(method))
      .flatMap(({ method, strengths }) => strengths.map((strength) => ({ method, strength })));
  const [factors, pruned] = [stepsOf("factorise", "tucker"), stepsOf("prune")];
  const [shared, quantised] = [stepsOf("share"), [...stepsOf("quantise"), ...stepsOf("round")]];
  const few = quantised.filter(({ strength }) => strength <= 4);
  const codesOfAll = pruned.length > 0 ? quantised : [...quantised, ...shared];
  const codesOfPruned = shared.length > 0 ? shared : few.length > 0 ? few : quantised;
  const bases: readonly (readonly CompressionStep[])[] = [
    [],
    ...stepsOf("units", "layers").map((step) => [step]),
    ...factors.map((step) => [step]),
  ];
  return bases.flatMap((base) => [
    ...(base.length > 0 ? [base] : []),
    ...codesOfAll.map((code) => [...base, code]),
    ...(base.some((step) => factors.includes(step)) ? [] : pruned).flatMap((step) => [
      [...base, step],
      ...codesOfPruned.map((code) => [...base, step, code]),
    ]),
  ]);
}
