import { appendFile, mkdir, readFile, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import { createMatrix } from "@dark-knowledge/core";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { writeMatrix } from "../nets/internal/matrix-file.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { EMBEDDINGS, type EmbeddedSentences } from "./internal/embedded-data.ts";
import type { IntentsData } from "./load-intents-data.ts";
import { type EncoderName, openEncoder } from "./sentence-encoder.ts";

/** Input of {@link embedSentences}. */
export interface EmbedInput {
  readonly encoder: EncoderName;
}

const BATCH = 32;

/** Embeds all sentences once, for the heads of all teachers. It resumes after the last batch that was stored. */
export const embedSentences: Task<EmbedInput, EmbeddedSentences, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "intents/embed", version: 1 },
  async (
    { encoder: name }: EmbedInput,
    { shared, directory, scratch, emit, signal }: TaskContext<StageShared, TrainingEvent>,
  ): Promise<EmbeddedSentences> => {
    const { sentences } = shared as StageShared & IntentsData;
    // Sentences of similar length have little padding in common.
    const order = Array.from(sentences.keys()).sort(
      (one, other) => sentences[one]!.length - sentences[other]!.length || one - other,
    );
    const encoder = await openEncoder(name);
    try {
      const { dimension, embed } = encoder;
      const file = join(scratch, "sorted.f32");
      await mkdir(scratch, { recursive: true });
      let done = await wholeRows(file, 4 * dimension);
      emit({ kind: "begin", total: order.length });
      for (; done < order.length; emit({ kind: "step", done })) {
        signal.throwIfAborted();
        const ids = order.slice(done, done + BATCH);
        const vectors = await embed(ids.map((id) => sentences[id]!));
        await appendFile(file, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
        done += ids.length;
      }
      const sorted = new Float32Array(Uint8Array.from(await readFile(file)).buffer);
      const data = new Float32Array(sorted.length);
      order.forEach((id, place) => {
        data.set(sorted.subarray(place * dimension, (place + 1) * dimension), id * dimension);
      });
      await writeMatrix(directory, EMBEDDINGS, createMatrix(order.length, dimension, data));
      return { dimension };
    } finally {
      await encoder.close();
    }
  },
);

/** The number of rows that an interrupted attempt stored; what it left of another row is cut off. */
async function wholeRows(file: string, bytes: number): Promise<number> {
  const size = await stat(file).then(
    ({ size: found }) => found,
    () => undefined,
  );
  if (size === undefined) return 0;
  const rows = Math.floor(size / bytes);
  await truncate(file, rows * bytes);
  return rows;
}
