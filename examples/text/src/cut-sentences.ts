import { columnOf, counts, createDataset, type Dataset, hashedText, withTransform } from "@dark-knowledge/datasets";
import { loadTable } from "@dark-knowledge/datasets/node";

/** Texts of three words with their languages, and the number of the sentence that each is from. */
export interface Pieces {
  readonly dataset: Dataset;
  readonly groups: Int32Array;
}

/** Reads sentences, cuts them into pieces of three words, and counts the runs of one to three characters in each. */
export async function cutSentences(path: string): Promise<Pieces> {
  const [sentences, languages, numbers] = (await loadTable(path)).columns as [string[], string[], string[]];
  const pieces = sentences.flatMap((sentence, row) => {
    const words = sentence.split(" ");
    return words.slice(2).map((_, from) => ({ text: words.slice(from, from + 3).join(" "), row }));
  });
  const texts = pieces.map(({ text }) => text);
  const classNames = [...new Set(languages)].sort();
  const labels = Int32Array.from(pieces, ({ row }) => classNames.indexOf(languages[row]!));
  // Characters are hashed to 2,048 numbers; nothing is fitted.
  const text = columnOf(texts, hashedText({ size: 2048, words: null, characters: [1, 3] }));
  const stored = createDataset({ columns: { text }, targets: { kind: "classes", labels, classNames } });
  return {
    dataset: withTransform(stored, counts({ size: 2048, weighting: "unit" })),
    groups: Int32Array.from(pieces, ({ row }) => Number(numbers[row])),
  };
}
