import { mkdirSync, writeFileSync } from "node:fs";
import { testWrongArguments, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { tableFromArrays, tableToIPC } from "apache-arrow";
import { beforeEach } from "vitest";
import { createDataset, inferLayout, readCsv } from "../../src/index.ts";
import * as node from "../../src/node/index.ts";
import { wavBytes } from "../wav-bytes.ts";

const inside = useTemporaryDirectory();
/** Texts name something in the test's own directory. */
const within = (path: unknown) => (typeof path === "string" ? inside(path.slice(0, 100)) : path) as string;
const signal = new AbortController().signal;
const found = { labelOf: () => "class", onBroken: "skip", onProgress() {}, signal };
/** Nothing is downloaded. */
const nothing = async () => new Response("", { status: 404 });
/** Looked at as a whole: what is in it, the table must have. */
const layout = Object.assign(Object.create({}), inferLayout(readCsv("a,b\n1,2\n"), { label: "b" }));
const memory = createDataset({ columns: { x: { values: Float32Array.of(1, 2), shape: [1] } } });
const release = {
  ...{ cacheDirectory: "cache", mirrors: ["http://localhost/"], onProgress() {}, signal, fetch: nothing },
};
const isPlain = (value: unknown) =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
const inOwn = (options: object = {}) => {
  if (!isPlain(options)) return options;
  const parts = Object.entries(options).map(([name, value]) => [name, /irectory$/.test(name) ? within(value) : value]);
  return { ...Object.fromEntries(parts) };
};
const loading = (load: (options: never) => unknown) => (options: object | undefined) => load(inOwn(options) as never);
/** The same with no way to the network. */
const offline = (load: (options: never) => unknown) => (options: { fetch?: unknown } | undefined) =>
  load(
    (isPlain(options) || options === undefined
      ? { ...inOwn(options), fetch: options?.fetch ?? nothing }
      : options) as never,
  );

beforeEach(() => {
  mkdirSync(inside("sounds"));
  writeFileSync(inside("sounds", "a.wav"), wavBytes([0, 1]));
  writeFileSync(inside("table.csv"), "a,b\n1,2\n");
  writeFileSync(inside("table.arrow"), tableToIPC(tableFromArrays({ a: [1, 2], b: [3, 4] }), "file"));
});

testWrongArguments(node, {
  attachDataset: [node.attachDataset, [memory]],
  detachDataset: [node.detachDataset, [memory]],
  inferFileLayout: [
    (path: unknown, options: never) =>
      node.inferFileLayout((Array.isArray(path) ? path.map(within) : within(path)) as string, options),
    ["table.arrow", { label: "b", inputs: ["a"], sample: 2 }],
  ],
  isFileDatasetPath: [node.isFileDatasetPath, ["table.arrow"]],
  isLargeTable: [(path: never) => node.isLargeTable(within(path)), ["table.arrow"]],
  isTablePath: [node.isTablePath, ["table.csv"]],
  loadClinc150: [loading(node.loadClinc150), [{ directory: "none" }]],
  loadEmnistByClass: [loading(node.loadEmnistByClass), [{ directory: "none" }]],
  loadFashionMnist: [offline(node.loadFashionMnist), [release]],
  loadImages: [
    (directory: never, options: never) => node.loadImages(within(directory), options),
    ["sounds", { height: 2, width: 2, channels: 1, fit: "stretch", ...found }],
  ],
  loadMnist: [offline(node.loadMnist), [{ ...release, directory: "none" }]],
  loadSpokenDigits: [
    (options: { path?: unknown } | undefined) =>
      node.loadSpokenDigits((isPlain(options) ? { ...options, path: within(options?.path) } : options) as never),
    [{ path: "digits", sampleRate: 8000 }],
  ],
  loadSounds: [
    (directory: never, options: never) => node.loadSounds(within(directory), options),
    ["sounds", { sampleRate: 8000, ...found }],
  ],
  loadTable: [
    (path: never, options: never) => node.loadTable(within(path), options),
    ["table.csv", { delimiter: ",", header: ["a", "b"] }],
  ],
  openFileDataset: [
    (path: unknown, options: never) =>
      node.openFileDataset((Array.isArray(path) ? path.map(within) : within(path)) as string, options),
    ["table.arrow", { label: "b", inputs: ["a"], sample: 2, cacheBytes: 64 }],
  ],
  readTar: [(path: never) => node.readTar(within(path)), ["none.tar"]],
  "openFileDataset, with a layout": [
    (path: unknown, options: never) =>
      node.openFileDataset((Array.isArray(path) ? path.map(within) : within(path)) as string, options),
    ["table.arrow", { layout }],
  ],
});
