import { createHash } from "node:crypto";
import type { BestWeights, SavedWeight, TrainingState } from "../../checkpoints.ts";
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

/** What of a state is no tensor. */
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
 * A state as a file in the safetensors format, in parts: eight bytes with the length of the header, the header as JSON, the values.
 * What is no tensor is in its metadata, with a SHA-256 of the whole file.
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
      `is of version ${metadata.version}, not ${VERSION}; use the version of dark-knowledge that wrote it, or another directory`,
    );
  }
  const { counts, best, ...rest } = parse(metadata.state!) as Rest;
  const saved: Record<string, SavedWeight[]> = { weights: [], best: [] };
  const optimizer: VariableMemory[] = [...counts];
  for (const [key, { shape, data_offsets }] of Object.entries(tensors)) {
    const [, kind, index, name] = /^(\w+)\/(\d+)\/(.*)$/.exec(key)!;
    // Copied, because a view must begin at a multiple of four.
    const values = new Float32Array(Uint8Array.from(data.subarray(...data_offsets)).buffer);
    if (kind! in saved) saved[kind!]![Number(index)] = { name: name!, shape, values };
    else optimizer[Number(index)] = { ...optimizer[Number(index)], [name!]: values };
  }
  const kept = best === undefined ? {} : { best: { epoch: best.epoch, weights: saved.best! } };
  return { ...rest, ...kept, weights: saved.weights!, optimizer };
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
    return { metadata, tensors, data: bytes.subarray(end) };
  } catch {
    throw new DamagedError("has a damaged header");
  }
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
