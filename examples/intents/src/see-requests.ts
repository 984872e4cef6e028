import { columnOf, counts, createDataset, type Dataset, hashedText } from "@dark-knowledge/datasets";
import { openEncoder } from "@dark-knowledge/paper";
import type { Requests } from "./read-requests.ts";

/** The number of hash values. */
const SIZE = 2048;

/** Makes two datasets of the same requests: vectors for the teacher, and hashed words and runs of three characters for the student. */
export async function seeRequests({ texts, intents }: Requests): Promise<{ vectors: Dataset; words: Dataset }> {
  const classNames = [...new Set(intents)].sort();
  const labels = Int32Array.from(intents, (name) => classNames.indexOf(name));
  const targets = { kind: "classes", labels, classNames } as const;
  const encoder = await openEncoder("universal-sentence-encoder-lite");
  const values = await encoder.embed(texts).finally(() => encoder.close());
  const text = columnOf(texts, hashedText({ size: SIZE, words: [1, 2], characters: [3, 3] }));
  return {
    vectors: createDataset({ columns: { vector: { values, shape: [encoder.dimension] } }, targets }),
    words: createDataset({
      columns: { text: { ...text, transforms: [counts({ size: SIZE, weighting: "unit" })] } },
      targets,
    }),
  };
}
