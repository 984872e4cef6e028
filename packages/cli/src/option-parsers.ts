import { InvalidArgumentError } from "commander";
import { DATASETS } from "./spec.ts";

/** Parses one number; commander names the option when it throws. */
export function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}

/** Parses one whole number, 1 or more. */
export function parseCount(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1) throw new InvalidArgumentError("It must be a whole number, 1 or more.");
  return Number(text);
}

/** Parses a positive number. */
export function parsePositive(text: string): number {
  const value = parseNumber(text);
  if (value <= 0) throw new InvalidArgumentError("It must be above 0.");
  return value;
}

/** Parses `1200,1200` into integers, 0 or more each. */
export function parseIntegers(text: string): number[] {
  const parts = text.split(",");
  if (!parts.every((part) => /^\d+$/.test(part.trim()))) {
    throw new InvalidArgumentError("It must be whole numbers with commas between them, such as 1200,1200.");
  }
  return parts.map(Number);
}

/** Parses `3`, meaning the seeds 1, 2 and 3, or `11,12`, meaning just these. */
export function parseSeeds(text: string): number[] {
  if (text.includes(",")) return parseIntegers(text);
  return Array.from({ length: parseCount(text) }, (_, index) => index + 1);
}

/** Checks the name of a data set. */
export function parseDataset(text: string): (typeof DATASETS)[number] {
  const dataset = DATASETS.find((name) => name === text);
  if (dataset === undefined) throw new InvalidArgumentError(`It must be one of ${DATASETS.join(", ")}.`);
  return dataset;
}
