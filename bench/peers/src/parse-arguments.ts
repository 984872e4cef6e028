import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { CASE_LETTERS } from "./cases.ts";
import { DEFAULT_PEERS, PEER_NAMES } from "./peer-names.ts";

/** What a run is to do. */
export interface BenchArguments {
  readonly quick: boolean;
  readonly cases: readonly string[];
  readonly peers: readonly string[];
  readonly python: string;
  readonly threads: number;
  /** The batch of the training steps, in place of their own. */
  readonly batch: number | undefined;
  /** Where the report goes; none is written for a part of the run unless a folder is named. */
  readonly out: string | undefined;
}

export const USAGE: string = `pnpm bench:peers [options]

  --quick            fewer rounds and smaller stores: a minute or two, for a first look
  --cases a,d        only these of ${CASE_LETTERS.join(",")}
  --peers wasm,…     only these of ${PEER_NAMES.join(",")}
  --python PATH      the Python with torch and pyarrow (default: $PYTHON, else python3)
  --threads N        for everyone who has a choice (default: the processor's)
  --batch N          the batch of the training steps (default: 128, and 64 for d)
  --out DIR          where the report goes (default: reports/bench, after a whole run)
`;

/**
 * Reads the command line.
 *
 * @throws Error in one line when a word cannot be understood
 */
export function parseArguments(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): BenchArguments | "help" {
  const { values } = parseArgs({
    // `pnpm bench:peers -- --quick` hands the dashes on.
    args: words.filter((word, index) => index > 0 || word !== "--"),
    options: {
      help: { type: "boolean", short: "h" },
      quick: { type: "boolean" },
      cases: { type: "string" },
      peers: { type: "string" },
      python: { type: "string" },
      threads: { type: "string" },
      batch: { type: "string" },
      out: { type: "string" },
    },
  });
  if (values.help) return "help";
  const { quick = false, out } = values;
  const isWhole = !quick && [values.cases, values.peers, values.batch].every((value) => value === undefined);
  return {
    quick,
    cases: listOf("--cases", values.cases, CASE_LETTERS) ?? CASE_LETTERS,
    peers: listOf("--peers", values.peers, PEER_NAMES) ?? DEFAULT_PEERS,
    python: values.python ?? (environment.PYTHON || "python3"),
    threads: countOf("--threads", values.threads) ?? availableParallelism(),
    batch: countOf("--batch", values.batch),
    out: out ?? (isWhole ? "reports/bench" : undefined),
  };
}

/** Names separated by commas, in the order of `known`. */
function listOf(option: string, text: string | undefined, known: readonly string[]): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const names = text.split(",").map((name) => name.trim());
  const stranger = names.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`${option} must name some of ${known.join(", ")}, got "${stranger}"`);
  return known.filter((name) => names.includes(name));
}

function countOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`${option} must be an integer from 1 to 9999, got "${text}"`);
  return Number(text);
}
