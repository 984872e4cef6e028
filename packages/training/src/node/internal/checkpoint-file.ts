import { createHash } from "node:crypto";
import { oneLine } from "@dark-knowledge/core";
import type { BestWeights, SavedWeight, TrainingState } from "../../checkpoints.ts";
import { isObject } from "../../internal/is-object.ts";
import type { VariableMemory } from "../../optimizer.ts";

const FORMAT = "dark-knowledge/checkpoint";
/** 2: seeds are derived by purpose. Going on from a checkpoint of version 1 would be neither its run nor a new one. */
const VERSION = 2;
// The checksum stands at a fixed place, and is taken with zeros there.
const BEFORE_CHECKSUM = '{"__metadata__":{"sha256":"';
const NO_CHECKSUM = "0".repeat(64);
const CHECKSUM_AT = 8 + BEFORE_CHECKSUM.length;

/** A file that does not hold what was written to it. */
export class DamagedError extends Error {}

/** The parts of a state that are not tensors. */
type Rest = Omit<TrainingState, "weights" | "best" | "optimizer"> & {
  readonly best?: Pick<BestWeights, "epoch">;
  /** The counts that the optimizer remembers about each variable. */
  readonly counts: readonly Record<string, number>[];
};

interface TensorEntry {
  readonly dtype: "F32";
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * A state as a file in the safetensors format, in parts: eight bytes with the length of the header, the header as JSON,
 * the values. Everything else is in its metadata, with a SHA-256 of the whole file.
 */
export function encodeCheckpoint({ weights, best, optimizer, ...rest }: TrainingState): Uint8Array[] {
  const tensors: Record<string, TensorEntry> = {};
  const values: Uint8Array[] = [];
  let offset = 0;
  const add = (name: string, shape: readonly number[], { buffer, byteOffset, byteLength }: Float32Array) => {
    tensors[name] = { dtype: "F32", shape, data_offsets: [offset, offset + byteLength] };
    values.push(new Uint8Array(buffer, byteOffset, byteLength));
    offset += byteLength;
  };
  for (const [kind, saved] of [["weights", weights] as const, ["best", best?.weights ?? []] as const]) {
    saved.forEach(({ name, shape, values }, index) => {
      add(`${kind}/${index}/${name}`, shape, values);
    });
  }
  const counts = optimizer.map((memory, index) => {
    const numbers: Record<string, number> = {};
    for (const [name, value] of Object.entries(memory)) {
      if (typeof value === "number") numbers[name] = value;
      else add(`optimizer/${index}/${name}`, [value.length], value);
    }
    return numbers;
  });
  const metadata = {
    sha256: NO_CHECKSUM,
    format: FORMAT,
    version: String(VERSION),
    state: stringify({ ...rest, counts, ...(best ? { best: { epoch: best.epoch } } : {}) } satisfies Rest),
  };
  const header = encodeHeader(JSON.stringify({ __metadata__: metadata, ...tensors }));
  header.write(checksum([header, ...values]), CHECKSUM_AT, "latin1");
  return [header, ...values];
}

/**
 * The state that a file holds.
 *
 * @throws DamagedError when it is not as it was written, or never was a checkpoint
 * @throws Error when a later version wrote it
 */
export function decodeCheckpoint(bytes: Buffer): TrainingState {
  const { metadata, tensors, data } = readHeader(bytes);
  if (metadata.format !== FORMAT) throw new DamagedError("is no checkpoint");
  const found = bytes.toString("latin1", CHECKSUM_AT, CHECKSUM_AT + NO_CHECKSUM.length);
  const around = [bytes.subarray(0, CHECKSUM_AT), Buffer.from(NO_CHECKSUM), bytes.subarray(CHECKSUM_AT + 64)];
  if (checksum(around) !== found) throw new DamagedError("does not fit its SHA-256");
  if (metadata.version !== String(VERSION)) {
    throw new Error(
      `is of version ${oneLine(String(metadata.version), 20)}, not ${VERSION}; use the version of dark-knowledge that wrote it, or another directory`,
    );
  }
  const { counts, best, ...rest } = readRest(metadata.state);
  const weights: SavedWeight[] = [];
  const bestWeights: SavedWeight[] = [];
  const optimizer: VariableMemory[] = [...counts];
  for (const [key, entry] of Object.entries(tensors)) {
    const [, kind, index, name = ""] = /^(weights|best|optimizer)\/(\d+)\/(.*)$/s.exec(key) ?? [];
    const values = readValues(entry, data);
    const place = Number(index);
    if (kind === "optimizer" && place < optimizer.length) optimizer[place] = { ...optimizer[place], [name]: values };
    else {
      const saved = kind === "best" ? bestWeights : weights;
      // In order, as they were written: a number that skips some would make a list of any length.
      if (kind === "optimizer" || place !== saved.length) throw new DamagedError("has a damaged header");
      saved.push({ name, shape: entry.shape, values });
    }
  }
  const kept = best === undefined ? {} : { best: { epoch: best.epoch, weights: bestWeights } };
  return { ...rest, ...kept, weights, optimizer };
}

/** The numbers of a tensor; its place and its shape must fit each other and the file. */
function readValues({ dtype, shape, data_offsets: offsets }: TensorEntry, data: Buffer): Float32Array {
  const isSize = (size: unknown) => Number.isSafeInteger(size) && (size as number) >= 0;
  if (dtype === "F32" && isList(shape, isSize) && isList(offsets, isSize) && offsets.length === 2) {
    const [start, end] = offsets;
    const bytes = shape.reduce((size, length) => size * length, 4);
    // Copied, because a view must begin at a multiple of four.
    if (end - start === bytes && end <= data.length) {
      return new Float32Array(Uint8Array.from(data.subarray(start, end)).buffer);
    }
  }
  throw new DamagedError("has a damaged header");
}

/** Reads the parts of the state that are not tensors. */
function readRest(text: unknown): Rest {
  let state: Partial<Rest> | null;
  try {
    state = parse(String(text)) as Partial<Rest> | null;
  } catch {
    throw new DamagedError("has a damaged state");
  }
  const isRight =
    isObject(state) &&
    isObject(state.run) &&
    Number.isSafeInteger(state.step) &&
    Array.isArray(state.epochs) &&
    isList(state.counts, isObject) &&
    (state.best === undefined || isObject(state.best));
  if (!isRight) throw new DamagedError("has a damaged state");
  return state as Rest;
}

function isList(value: unknown, isMember: (member: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isMember);
}

function encodeHeader(json: string): Buffer {
  const length = Buffer.byteLength(json);
  // The values begin at a multiple of eight; the format has spaces in between.
  const padded = Math.ceil(length / 8) * 8;
  const header = Buffer.alloc(8 + padded, " ");
  header.writeBigUInt64LE(BigInt(padded));
  header.write(json, 8);
  return header;
}

function readHeader(bytes: Buffer): {
  metadata: Record<string, string>;
  tensors: Record<string, TensorEntry>;
  data: Buffer;
} {
  if (bytes.toString("latin1", 8, CHECKSUM_AT) !== BEFORE_CHECKSUM) throw new DamagedError("is no checkpoint");
  const length = bytes.readBigUInt64LE();
  if (length > bytes.length - 8) throw new DamagedError("is not there as a whole");
  const end = 8 + Number(length);
  try {
    const { __metadata__: metadata, ...tensors } = JSON.parse(bytes.toString("utf8", 8, end));
    if (isObject(metadata) && isList(Object.values(tensors), isObject)) {
      return { metadata: metadata as Record<string, string>, tensors, data: bytes.subarray(end) };
    }
  } catch {
    // As below.
  }
  throw new DamagedError("has a damaged header");
}

function checksum(parts: readonly Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** As JSON, with what it lacks of the numbers. */
function stringify(value: unknown): string {
  return JSON.stringify(value, (_, member) => {
    if (typeof member !== "number" || (Number.isFinite(member) && !Object.is(member, -0))) return member;
    return { number: Object.is(member, -0) ? "-0" : String(member) };
  });
}

function parse(text: string): unknown {
  return JSON.parse(text, (_, member) => (typeof member?.number === "string" ? Number(member.number) : member));
}
