import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { testWrongArguments, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as softTargets from "../src/index.ts";
import * as node from "../src/node/index.ts";
import { memoryFilesOf } from "./fixtures/memory-files.ts";
import { answersOf, OPTIONS } from "./fixtures/record-store.ts";

const inside = useTemporaryDirectory();
/** Texts name something in the test's own directory. */
const within = (path: unknown) => (typeof path === "string" ? inside(path.slice(0, 100)) : path) as string;
let stores = 0;
const own = (path: unknown) => (path === "store" ? inside(`store-${stores++}`) : within(path));

const GOLDEN = fileURLToPath(new URL("golden/dense-float32/", import.meta.url));
const closed = <Value extends object>(value: Value): Value => Object.assign(Object.create({}), value);
const files = memoryFilesOf(GOLDEN);
const store = closed(await softTargets.openSoftTargetsFrom(files));
const { classNames, teacherFingerprint } = store.manifest;
const topK = { indices: Int32Array.of(0, 1), logits: Float32Array.of(2, 1), tailLogits: Float32Array.of(0, 0) };
const wanted = { teacherFingerprint, classNames, cacheBytes: 1000, checksums: true, allowIncomplete: false };
const told = { onProgress() {}, signal: new AbortController().signal };

const nothing = async () => ({ status: 404, arrayBuffer: async () => new ArrayBuffer(0) });

testWrongArguments(
  { ...softTargets, ...node },
  {
    createSoftTargetWriter: [
      async (directory: unknown, options: never) => {
        const writer = await node.createSoftTargetWriter(own(directory), options);
        await writer.close();
      },
      [
        "store",
        {
          ...{ classNames, teacherFingerprint, ids: [0, 1], encoding: { kind: "top-k", k: 1, dtype: "float32" } },
          ...{ augmentationSeeds: [0, 1], augmentation: { jitter: 2 }, datasetFingerprint: "d", rowsPerShard: 2 },
          ...{ givenAs: { kind: "probs", temperature: 2 }, takeOver: false, onWait() {}, signal: told.signal },
        },
      ],
    ],
    "SoftTargetWriter.append": [
      async (answers: never, wanted: never) => {
        const writer = await node.createSoftTargetWriter(own("store"), OPTIONS);
        await writer.append(answers, wanted).finally(() => writer.close());
      },
      [answersOf([0], 5), { ids: [0], augmentationSeed: 0 }],
    ],
    "SoftTargetWriter.next": [
      async (most: never) => {
        const writer = await node.createSoftTargetWriter(own("store"), OPTIONS);
        try {
          writer.next(most);
        } finally {
          await writer.close();
        }
      },
      [2],
    ],
    exportSoftTargets: [
      (from: never, path: unknown, options: never) => node.exportSoftTargets(from, within(path), options),
      [store, "answers.npy", { augmentationSeed: 0 }],
    ],
    fetchSoftTargets: [
      (url: unknown, options: { readonly fetch?: unknown }) =>
        // Nothing is fetched: every address has nothing.
        softTargets.fetchSoftTargets(
          url as string,
          (options === undefined || (options !== null && options.fetch === undefined)
            ? { ...options, fetch: nothing }
            : options) as never,
        ),
      ["address", { ...wanted, fetch: nothing, timeoutMs: 10, retries: 0 }],
    ],
    importSoftTargets: [
      (directory: unknown, options: never) => node.importSoftTargets(own(directory), options),
      [
        "store",
        {
          ...{ probs: [0.5, 0.5], temperature: 1, ids: [0], source: "file", rowNumbers: [1], classNames: ["a", "b"] },
          ...{ teacherFingerprint: "t", datasetFingerprint: "d", encoding: { kind: "dense", dtype: "float32" } },
          ...{ rowsPerShard: 2, onWarning() {}, takeOver: false, onWait() {}, signal: told.signal },
        },
      ],
    ],
    openSoftTargets: [
      (directory: unknown, options: never) =>
        node.openSoftTargets(directory === "store" ? GOLDEN : within(directory), options),
      ["store", wanted],
    ],
    openSoftTargetsFrom: [softTargets.openSoftTargetsFrom, [files, wanted]],
    "SoftTargets.read": [store.read, [[0, 1], 0]],
    "SoftTargets.findMissing": [store.findMissing, [[0, 1], 0]],
    parseManifest: [softTargets.parseManifest, [readFileSync(`${GOLDEN}manifest.json`, "utf8"), "here"]],
    selectAnswers: [
      softTargets.selectAnswers,
      [{ kind: "dense", logits: new Float32Array(4) }, [1], { classCount: 2 }],
    ],
    "selectAnswers, top-k": [softTargets.selectAnswers, [{ kind: "top-k", ...topK }, [1], { classCount: 2 }]],
    spreadTail: [softTargets.spreadTail, [topK, { classCount: 2 }]],
    describeSoftTargets: [
      softTargets.describeSoftTargets,
      ["name", store, { answers: 1, entropies: [], predictedCounts: [], confusions: [] }],
    ],
    summariseSoftTargets: [softTargets.summariseSoftTargets, [store, { temperatures: [1], pairs: 1, ...told }]],
    takeAnswers: [
      softTargets.takeAnswers,
      ["f", { probs: [0.5, 0.5], temperature: 1, ids: [0], source: "file", rowNumbers: [1] }, { classCount: 2 }],
    ],
    "takeAnswers, top-k": [
      softTargets.takeAnswers,
      ["f", { topK: { indices: [0], probs: [0.5], k: 1 } }, { classCount: 2, onWarning() {} }],
    ],
    topKLogits: [softTargets.topKLogits, [Float32Array.of(1, 2, 3), { classCount: 3, k: 1 }]],
    verifySoftTargets: [softTargets.verifySoftTargets, [store, told]],
  },
);
