import { readdirSync, readFileSync } from "node:fs";
import { describeMnistRun, type MnistRecord, mnistMarkdown, mnistReport } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { writeMnistPages } from "../../src/reproduce/write-mnist-pages.ts";
import { TINY_MNIST_RECORD } from "../fixtures/tiny-mnist-record.ts";

const inside = useTemporaryDirectory();

test("writes the page under its name and the tables beside it, over what was there", async () => {
  const [net] = TINY_MNIST_RECORD.nets;
  const worse: MnistRecord = { ...TINY_MNIST_RECORD, nets: [{ ...net!, errors: 4 }] };
  for (const record of [worse, TINY_MNIST_RECORD]) {
    expect(await writeMnistPages(record, inside("page.html"))).toBe(inside("table.md"));
    expect(readFileSync(inside("page.html"), "utf8")).toBe(mnistReport(record));
    const table = `${describeMnistRun(record)}\n\n${mnistMarkdown(record)}\n`;
    expect(readFileSync(inside("table.md"), "utf8")).toBe(table);
  }
  expect(readdirSync(inside())).toEqual(["page.html", "table.md"]);
});
