import { joinBytes, oneLine } from "@dark-knowledge/core";
import type { ByteRange } from "../soft-targets.ts";
import { createPatience, type Patience } from "./patience.ts";

/** As much of a `Response` as is needed. */
export interface ResponseLike {
  readonly status: number;
  readonly headers?: { get(name: string): string | null };
  readonly body?: { getReader(): BodyReaderLike } | null;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** As much of a body's reader as is needed. */
export interface BodyReaderLike {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<unknown>;
}

/** As much of `fetch` as is needed. */
export type FetchLike = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<ResponseLike>;

/** How addresses are fetched. */
export interface FetchSettings {
  readonly fetch: FetchLike;
  readonly timeoutMs: number;
  readonly retries: number;
}

/** The requested bytes of an address: a range of a file of known length, or the whole file up to a limit. */
export type Wanted = { readonly range: ByteRange; readonly fileBytes: number } | { readonly mostBytes: number };

/** An error that another try may avoid. */
class PassingError extends Error {}

const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);
/** The wait before the second try; each further wait is twice as long. */
const FIRST_WAIT_MS = 250;

/**
 * Fetches the bytes of an address: at most the requested ones, and for a range exactly those. Retries when the
 * connection is cut or silent, or the server is busy.
 *
 * @throws Error whose message says what is wrong and what to do, in one line without the address
 */
export async function fetchBytes(url: string, wanted: Wanted, settings: FetchSettings): Promise<Uint8Array> {
  for (let tries = 1; ; tries++) {
    try {
      return await tryOnce(url, wanted, settings);
    } catch (error) {
      if (!(error instanceof PassingError)) throw error;
      if (tries > settings.retries) {
        const times = tries === 1 ? "" : `, ${tries} times`;
        throw new Error(`cannot fetch ${oneLine(url, 300)} (${error.message}${times}); try again`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** (tries - 1)));
    }
  }
}

async function tryOnce(url: string, wanted: Wanted, { fetch, timeoutMs }: FetchSettings): Promise<Uint8Array> {
  const controller = new AbortController();
  const patience = createPatience(timeoutMs, (problem) => new PassingError(problem));
  /** Waits for the next piece, not for ever. */
  async function within<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await Promise.race([work, patience.lost]);
    } catch (error) {
      if (error instanceof PassingError) throw error;
      if (codeOf(error as Error) === "ERR_INVALID_URL")
        throw new Error(`cannot fetch ${oneLine(url, 300)}: it is no address`);
      throw new PassingError(reasonOf(error));
    }
  }
  try {
    const headers = "range" in wanted ? { Range: `bytes=${wanted.range.start}-${wanted.range.end - 1}` } : {};
    const response = await within(fetch(url, { headers, signal: controller.signal }));
    patience.took(Infinity);
    assertStatus(url, response.status, "range" in wanted);
    const expected = "range" in wanted ? expectedOfRange(url, response, wanted) : undefined;
    const most = expected ?? (wanted as { mostBytes: number }).mostBytes;
    const bytes = await readBody(url, response, most, within, patience);
    if (expected !== undefined && bytes.length < expected) {
      throw new PassingError(`${bytes.length} bytes came, not ${expected}`);
    }
    return bytes;
  } finally {
    patience.end();
    // The rest of the response is not needed.
    controller.abort();
  }
}

function assertStatus(url: string, status: number, isRange: boolean): void {
  if (status === (isRange ? 206 : 200)) return;
  if (PASSING_STATUS.has(status)) throw new PassingError(`status ${status}`);
  if (status === 200) {
    throw new Error(
      `the server of ${url} does not give ranges of bytes; choose cacheBytes so large that the store fits, or another server`,
    );
  }
  throw new Error(
    `cannot fetch ${oneLine(url, 300)} (status ${status}); see that the address is that of a directory with soft targets`,
  );
}

/** How many bytes a piece has, when the answer is to what was asked; a browser may hide the header from another site's page. */
function expectedOfRange(
  url: string,
  { headers }: ResponseLike,
  { range: { start, end }, fileBytes }: Extract<Wanted, { range: ByteRange }>,
): number {
  const header = headers?.get("content-range");
  if (header === null || header === undefined) return end - start;
  const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(header.trim()) ?? [];
  if (total !== undefined && total !== "*" && Number(total) !== fileBytes) {
    throw new Error(
      `${url} has ${oneLine(total, 20)} bytes, not ${fileBytes}; record again, or fetch from where it is whole`,
    );
  }
  if (Number(from) === start && Number(to) === end - 1) return end - start;
  throw new Error(
    `the server of ${url} gave another range than bytes ${start}-${end - 1} (${oneLine(header, 60)}); choose cacheBytes so large that the store fits, or another server`,
  );
}

/** The body of an answer, of which no more is read than wanted. */
async function readBody(
  url: string,
  response: ResponseLike,
  most: number,
  within: <Result>(work: Promise<Result>) => Promise<Result>,
  { took }: Pick<Patience, "took">,
): Promise<Uint8Array> {
  const tooLong = (bytes: string) =>
    new Error(
      `${url} has ${bytes} bytes, more than the ${most} that were expected; see that it is the file that was recorded`,
    );
  const { headers, body } = response;
  // For a compressed body the header has another length.
  const isPlain = (headers?.get("content-encoding") ?? "identity") === "identity";
  const announced = Number(headers?.get("content-length") ?? Number.NaN);
  if (isPlain && announced > most) throw tooLong(String(announced));
  if (!body) {
    const bytes = new Uint8Array(await within(response.arrayBuffer()));
    if (bytes.length > most) throw tooLong(String(bytes.length));
    return bytes;
  }
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await within(reader.read()); !next.done; next = await within(reader.read())) {
      length += next.value!.length;
      took(next.value!.length);
      if (length > most) throw tooLong(`${length} or more`);
      parts.push(next.value!);
    }
  } catch (error) {
    // Not awaited: it may hang, too.
    reader.cancel().catch(() => {});
    throw error;
  }
  if (isPlain && length < announced) throw new PassingError(`${length} bytes came, not ${announced}`);
  return joinBytes(parts);
}

/** Why a request failed: Node's `fetch` says it in the cause. */
function reasonOf(error: unknown): string {
  const code = codeOf(error as Error);
  return typeof code === "string" ? oneLine(code, 40) : oneLine(String((error as Error).message));
}

function codeOf({ cause }: { readonly cause?: unknown }): unknown {
  return ((cause ?? {}) as { code?: unknown }).code;
}
