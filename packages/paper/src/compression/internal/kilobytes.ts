import { formatShortest } from "@dark-knowledge/report";

/** Writes bytes in the unit of the tables. */
export function kilobytes(bytes: number): string {
  return `${formatShortest(Number((bytes / 1000).toPrecision(3)))} kB`;
}
