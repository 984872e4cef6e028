import { mkdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { embedSentences } from "../../src/intents/embed-sentences.ts";
import { embedGenerated } from "../../src/intents/generated-intents.ts";
import { resolveIntentsSpec } from "../../src/intents/intents-spec.ts";
import { EMBEDDINGS } from "../../src/intents/internal/embedded-data.ts";
import { loadIntentsData } from "../../src/intents/load-intents-data.ts";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { taskContext } from "../fixtures/task-context.ts";

const inside = useTemporaryDirectory();

test("every sentence has its vector by its id, also after a row that was written in part", async () => {
  const data = await loadIntentsData(resolveIntentsSpec({ dataset: "generated" }), dataSource());
  const context = taskContext(data, inside());
  mkdirSync(inside("scratch"));
  writeFileSync(inside("scratch", "sorted.f32"), new Uint8Array(7));
  const { dimension } = await embedSentences.run({ encoder: "generated" }, context);
  const { data: vectors } = await readMatrix(inside(), EMBEDDINGS, dimension);
  expect(vectors).toEqual(embedGenerated(data.sentences));
  expect(context.events.at(-1)).toEqual({ kind: "step", done: data.sentences.length });
});
