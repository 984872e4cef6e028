import { formatCount as count } from "@dark-knowledge/report";
import type { ServiceUsage } from "@dark-knowledge/teachers";
import type { Progress } from "../terminal/progress.ts";

/** Shows how far a piece of work is; without bars, in one line per tenth. */
export type ShowDone = (done: number, total: number, usage?: ServiceUsage) => void;

/** Shows the progress of one piece of work from its first event to its end. */
export function showDone(progress: Progress, label: string, unit: string): ShowDone {
  let [hasBegun, noted] = [false, 0];
  return (done, total, usage) => {
    if (!hasBegun) progress.begin(label, total, unit);
    hasBegun = true;
    progress.update(label, done);
    const tenth = Math.floor((10 * done) / total);
    if (tenth > noted)
      progress.note(label, `${count(done)} of ${count(total)}${usage ? ` · ${describeUsage(usage)}` : ""}`);
    noted = tenth;
    if (done === total) progress.end(label);
  };
}

/** Describes the use of a service: `120 requests, 3 of them retries, 64 examples a request now`. */
export function describeUsage({ requests, retries, rowsPerRequest: rows }: ServiceUsage): string {
  const size = rows === undefined ? "" : `, ${count(rows)} examples a request now`;
  return `${count(requests)} requests, ${count(retries)} of them retries${size}`;
}
