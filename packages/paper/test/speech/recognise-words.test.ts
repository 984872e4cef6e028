import { createMatrix } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { writeMatrix } from "../../src/nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../../src/nets/internal/stage-files.ts";
import { loadSpeechData } from "../../src/speech/load-speech-data.ts";
import { recogniseWords } from "../../src/speech/recognise-words.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { taskContext } from "../fixtures/task-context.ts";

const inside = useTemporaryDirectory();

test("the words of a net that knows every state are those that were said; those of one that knows nothing are not", async () => {
  const data = await loadSpeechData(resolveSpeechSpec({ utterances: { training: 30, test: 8 } }), dataSource());
  const labels = labelsOf(data.test);
  const { stateCount } = data.lexicon;
  const recognised = async (logitOfTheState: number) => {
    const logits = new Float32Array(labels.length * stateCount);
    labels.forEach((state, frame) => {
      logits[frame * stateCount + state] = logitOfTheState;
    });
    await writeMatrix(inside(), TEST_LOGITS, createMatrix(labels.length, stateCount, logits));
    const needs = { net: { directory: inside(), result: {} } };
    return (await recogniseWords.run({ beam: 100 }, taskContext(data, inside(), { needs }))).words;
  };
  expect(await recognised(30)).toEqual(data.testWords);
  expect(await recognised(0)).not.toEqual(data.testWords);
});
