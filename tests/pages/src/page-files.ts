import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { htmlReport, parseRecord } from "@dark-knowledge/report";

const read = (file: string) =>
  readFileSync(fileURLToPath(new URL(`../../../reports/${file}`, import.meta.url)), "utf8");

/** The pages that are opened, by name: reports that are kept, and one as any run has it. */
export const PAGES: Readonly<Record<string, () => string>> = {
  "reports/mnist/without-weight-decay": () => read("mnist/without-weight-decay/report.html"),
  "reports/specialists/hidden-12": () => read("specialists/hidden-12/report.html"),
  // The nets of section 3 as any run has them, with learning curves.
  "any run": () => {
    const record = parseRecord(read("mnist/record.jsonl"));
    const nets = record.nets.filter(({ role, table }) => role === "teacher" || table === "section-3");
    return htmlReport({ ...record, nets });
  },
};
