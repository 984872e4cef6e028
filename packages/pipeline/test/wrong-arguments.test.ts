import { testWrongArguments, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as pipeline from "../src/index.ts";
import * as node from "../src/node/index.ts";

const inside = useTemporaryDirectory();
/** Texts name something in the test's own directory. */
const within = (path: unknown) => (typeof path === "string" ? inside(path.slice(0, 100)) : path) as string;

const identity = { id: "test/square", version: 1 };
const square = pipeline.defineTask(import.meta.url, identity, async (input: number) => input ** 2);
const stage = pipeline.createStage(square, { name: "nine", input: 3, needs: [], cost: 1 });
const runner = pipeline.createInlineRunner();
const place = { directory: "run", identity: { data: 1 }, environment: { threads: 1 } };
const options = {
  ...place,
  ...{ runner, shared: 1, signal: new AbortController().signal, onEvent() {}, retries: 0, otherEnvironment: "rerun" },
};
/** The directory of each call is one in the test's own. */
const inDirectory = (given: never) =>
  typeof given === "object" && given !== null && "directory" in given
    ? { ...(given as object), directory: within((given as { directory: unknown }).directory) }
    : given;

testWrongArguments(
  { ...pipeline, ...node },
  {
    createInlineRunner: [pipeline.createInlineRunner, []],
    createStage: [pipeline.createStage, [square, { name: "nine", input: 3, needs: ["one"], cost: 1 }]],
    createThreadRunner: [
      (...args: Parameters<typeof node.createThreadRunner>) => node.createThreadRunner(...args).close(),
      [{ threads: 1 }],
    ],
    defineTask: [pipeline.defineTask, [import.meta.url, identity, async () => 1]],
    planPipeline: [
      (stages: never, place: never) => node.planPipeline(stages, inDirectory(place) as never),
      [[stage], place],
    ],
    runPipeline: [
      (stages: never, options: never) => node.runPipeline(stages, inDirectory(options) as never),
      [[stage], options],
    ],
  },
);
