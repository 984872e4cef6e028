import { expect, test } from "vitest";
import { createProgress } from "../../src/terminal/progress.ts";
import { reportDownload } from "../../src/terminal/report-download.ts";
import { TextStream } from "../fixtures/text-stream.ts";

test("reportDownload begins each file once, ends it when it is there, and passes over what has no known size", () => {
  const stream = new TextStream();
  const report = reportDownload(createProgress(stream, { quiet: false }));
  report({ file: "unknown", receivedBytes: 5, totalBytes: undefined });
  report({ file: "images", receivedBytes: 5, totalBytes: 10 });
  report({ file: "images", receivedBytes: 10, totalBytes: 10 });
  expect(stream.lines).toEqual(["images: 10 bytes to go", "images: done in 0 s"]);
});
