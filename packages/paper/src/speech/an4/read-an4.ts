import type { Matrix } from "@dark-knowledge/core";
import { type Pronunciations, readPronunciations, readSphinxFeatures, readTranscripts } from "@dark-knowledge/speech";
import { type Archive, openArchive } from "./internal/open-archive.ts";

/** A recording of AN4 as cepstra, with its words. */
export interface An4Utterance {
  /** `cen1-fash-b` */
  readonly id: string;
  /** `fash` */
  readonly speaker: string;
  readonly words: readonly string[];
  /** Frames × 13: mel-frequency cepstral coefficients each 10 ms. */
  readonly cepstra: Matrix<Float32Array>;
}

/** The contents of AN4, in the order of its lists. */
export interface An4 {
  readonly pronunciations: Pronunciations;
  readonly training: readonly An4Utterance[];
  readonly test: readonly An4Utterance[];
}

/** A phone has three states, each for a frame at least. */
const FRAMES_PER_PHONE = 3;
/** The most problems that one error lists. */
const MOST_LISTED = 6;
const DICTIONARY = "etc/an4.dic";

/**
 * Reads the CMU AN4 database as it is distributed for Sphinx with feature files: a directory or an archive with `etc/an4.dic`,
 * `etc/an4.phone`, and for each part a list, `etc/an4_train.fileids`, its transcripts, `etc/an4_train.transcription`, and a file for
 * each recording, `feat/<id>.mfc`.
 *
 * @throws Error that names each file that is not as it should be, and why: phones that are not listed, words that are not in the
 *   dictionary, recordings without a transcript or a feature file, transcripts without a recording, and recordings that are empty or too
 *   short for their words
 */
export async function readAn4(path: string): Promise<An4> {
  const archive = await openArchive(path, DICTIONARY);
  const problems: string[] = [];
  const pronunciations = readPronunciations(await textOf(archive, DICTIONARY), { source: DICTIONARY });
  const phones = new Set((await textOf(archive, "etc/an4.phone")).split(/\s+/));
  for (const [word, variants] of pronunciations) {
    const unknown = variants.flat().find((phone) => !phones.has(phone));
    if (unknown !== undefined) problems.push(`${DICTIONARY}: ${word} has the phone ${unknown}, not in etc/an4.phone`);
  }
  const training = await readPart(archive, "train", pronunciations, problems);
  const test = await readPart(archive, "test", pronunciations, problems);
  if (problems.length > 0) {
    const listed = problems.slice(0, MOST_LISTED).join("; ");
    const more = problems.length > MOST_LISTED ? `; and ${problems.length - MOST_LISTED} more` : "";
    throw new Error(`readAn4: ${path}: ${listed}${more}`);
  }
  return { pronunciations, training, test };
}

async function textOf(archive: Archive, name: string): Promise<string> {
  const bytes = await archive.read(name);
  if (bytes === undefined) throw new Error(`readAn4: there is no file ${name}`);
  return new TextDecoder().decode(bytes);
}

async function readPart(
  archive: Archive,
  part: "train" | "test",
  pronunciations: Pronunciations,
  problems: string[],
): Promise<readonly An4Utterance[]> {
  const [list, source] = [`etc/an4_${part}.fileids`, `etc/an4_${part}.transcription`];
  const files = (await textOf(archive, list)).split(/\s+/).filter((name) => name !== "");
  const transcripts = new Map(readTranscripts(await textOf(archive, source), { source }));
  const utterances: An4Utterance[] = [];
  for (const name of files) {
    const [id = "", speaker = ""] = name.split("/").reverse();
    const words = transcripts.get(id);
    transcripts.delete(id);
    const file = `feat/${name}.mfc`;
    const bytes = await archive.read(file);
    if (words === undefined) problems.push(`${source}: no transcript of ${id}`);
    else if (bytes === undefined) problems.push(`${file}: there is a transcript, and no such file`);
    else {
      const unknown = words.find((word) => !pronunciations.has(word));
      if (unknown !== undefined) problems.push(`${source}: ${id} has the word ${unknown}, not in ${DICTIONARY}`);
      else {
        const cepstra = readFeatures(bytes, file, problems);
        const least = FRAMES_PER_PHONE * phonesOf(words, pronunciations);
        if (cepstra !== undefined && cepstra.rows < least)
          problems.push(`${file}: ${cepstra.rows} frames, too few for its words, which need ${least}`);
        else if (cepstra !== undefined) utterances.push({ id, speaker, words, cepstra });
      }
    }
  }
  for (const id of transcripts.keys()) problems.push(`${list}: no recording ${id}, which has a transcript`);
  if (files.length === 0) problems.push(`${list}: no recordings`);
  return utterances;
}

function readFeatures(bytes: Uint8Array, source: string, problems: string[]): Matrix<Float32Array> | undefined {
  try {
    return readSphinxFeatures(bytes, { source });
  } catch (error) {
    problems.push((error as Error).message);
    return undefined;
  }
}

/** The fewest phones with which words can be pronounced; an utterance without words is silence. */
function phonesOf(words: readonly string[], pronunciations: Pronunciations): number {
  const shortest = words.map((word) => Math.min(...pronunciations.get(word)!.map(({ length }) => length)));
  return Math.max(
    1,
    shortest.reduce((sum, length) => sum + length, 0),
  );
}
