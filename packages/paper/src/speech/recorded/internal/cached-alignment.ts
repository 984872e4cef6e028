import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeDirectory, writeDurably } from "@dark-knowledge/core/node";
import type { Lexicon } from "@dark-knowledge/speech";
import type { AlignedUtterances } from "../align-utterances.ts";

/** Raise it when an alignment of the same data comes out differently. */
const VERSION = 2;

/**
 * Returns an alignment that was made before from the same data with the same settings, or makes and keeps it: it takes minutes, and every
 * start of a run needs it. What is kept and cannot be read, or is of other recordings, is made again.
 *
 * @param cache the folder for what can be made again
 * @param key what determines the alignment, as plain data
 * @param frames the number of frames of each utterance
 */
export async function cachedAlignment(
  cache: string,
  key: unknown,
  frames: readonly number[],
  align: () => AlignedUtterances,
): Promise<AlignedUtterances> {
  const directory = join(cache, "alignments");
  const digest = createHash("sha256").update(JSON.stringify([VERSION, key]));
  const name = `${digest.digest("hex").slice(0, 32)}.json`;
  const kept = await readKept(join(directory, name));
  if (kept?.states.length === frames.length && kept.states.every(({ length }, index) => length === frames[index])) {
    return kept;
  }
  const made = align();
  const text = JSON.stringify({
    lexicon: made.lexicon,
    stayProbs: Array.from(made.stayProbs),
    states: made.states.map((states) => Array.from(states)),
  });
  await makeDirectory("runExperiment", directory);
  await writeDurably(directory, name, [Buffer.from(text)]);
  return made;
}

async function readKept(path: string): Promise<AlignedUtterances | undefined> {
  try {
    const { lexicon, stayProbs, states } = JSON.parse(await readFile(path, "utf8")) as Record<"stayProbs", number[]> & {
      lexicon: Lexicon;
      states: number[][];
    };
    return { lexicon, stayProbs: Float64Array.from(stayProbs), states: states.map((list) => Int32Array.from(list)) };
  } catch {
    return undefined;
  }
}
