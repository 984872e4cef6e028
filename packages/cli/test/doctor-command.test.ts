import { expect, test } from "vitest";
import { doctorCommand } from "../src/doctor-command.ts";
import { TextStream } from "./fixtures/text-stream.ts";

test("dark-knowledge doctor says which backend, why, and how fast each one is", async () => {
  const stdout = new TextStream();
  await doctorCommand({
    stdout,
    stderr: new TextStream(),
    environment: {},
    signal: new AbortController().signal,
    now: () => new Date(0),
    threads: false,
  }).parseAsync([], { from: "user" });
  expect(stdout.lines[0]).toMatch(/^backend wasm 4\.22\.0 \(tfjs-core 4\.22\.0\), /);
  expect(stdout.lines.at(-2)).toMatch(/^wasm +[\d.]+ GFLOP\/s {2}\(product of two \d+×\d+ matrices\)$/);
  expect(stdout.lines.at(-1)).toMatch(/^cpu +[\d.]+ GFLOP\/s {2}\(product of two \d+×\d+ matrices\)$/);
});
