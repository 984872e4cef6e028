import { assertAddress, assertFields, assertInteger, assertNumber } from "@dark-knowledge/core";
import { type FetchLike, type FetchSettings, fetchBytes, type Wanted } from "./internal/fetch-bytes.ts";
import { type OpenSoftTargetsOptions, openSoftTargetsFrom } from "./open-soft-targets-from.ts";
import type { ByteRange, SoftTargetFiles, SoftTargets } from "./soft-targets.ts";

/** Options of {@link fetchSoftTargets}. */
export interface FetchSoftTargetsOptions extends OpenSoftTargetsOptions {
  /** Replaces the global `fetch`. */
  readonly fetch?: FetchLike;
  /** How long a request may be silent, or slower than 128 bytes a second, in milliseconds. Default: 30,000. */
  readonly timeoutMs?: number;
  /** How often to retry a request that was cut off, silent, or answered by a busy server. Default: 3. */
  readonly retries?: number;
}

/** Ranges closer than this are fetched as one: a request costs more than these bytes. */
const GAP_BYTES = 2 ** 15;
const MOST_REQUESTS = 6;

/**
 * Opens soft targets from a web server that serves the files of a recorded directory.
 *
 * A store within `cacheBytes` is fetched shard by shard, as needed, and checked. From a larger one only the requested
 * rows are fetched, for which the server must support byte ranges, as nearly all do.
 *
 * The server need not be trusted: no more is read than the manifest says, and a response to another request, of another
 * length or with another SHA-256 is refused. Single rows have no SHA-256; let the store fit in `cacheBytes`, or use
 * https, if somebody might change them.
 *
 * @param url the address of the directory
 * @throws Error that names the address and the cure
 *
 * @example
 * ```ts
 * import { fetchSoftTargets } from "@dark-knowledge/soft-targets";
 *
 * const nothing = async () => ({ status: 404, arrayBuffer: async () => new ArrayBuffer(0) });
 * const problem = await fetchSoftTargets("https://example.org/answers", { fetch: nothing }).catch((error) => error.message);
 * problem; // => "openSoftTargets: cannot fetch https://example.org/answers/manifest.json (status 404); see that the address is that of a directory with soft targets"
 * ```
 */
export async function fetchSoftTargets(url: string, options: FetchSoftTargetsOptions = {}): Promise<SoftTargets> {
  assertFields("fetchSoftTargets", options, { fetch: "function?" });
  const { fetch = globalThis.fetch as unknown as FetchLike, timeoutMs = 30_000, retries = 3, ...rest } = options;
  assertAddress("fetchSoftTargets", "url", url);
  assertNumber("fetchSoftTargets", "timeoutMs", timeoutMs, { above: 0, max: 2 ** 31 - 1 });
  assertInteger("fetchSoftTargets", "retries", retries, { min: 0, max: 10 });
  return openSoftTargetsFrom(httpFiles(url, { fetch, timeoutMs, retries }), rest);
}

function httpFiles(url: string, settings: FetchSettings): SoftTargetFiles {
  const locate = (file: string) => `${url.replace(/\/+$/, "")}/${file}`;

  async function get(file: string, wanted: Wanted): Promise<Uint8Array> {
    try {
      return await fetchBytes(locate(file), wanted, settings);
    } catch (error) {
      throw new Error(`openSoftTargets: ${(error as Error).message}`, { cause: error });
    }
  }

  return {
    locate,
    readAll: (file, mostBytes) => get(file, { mostBytes }),
    async readRanges(file, ranges, fileBytes) {
      const spans = joinRanges(ranges);
      const bodies: Uint8Array[] = new Array(spans.length);
      let next = 0;
      const work = async () => {
        try {
          for (let index = next++; index < spans.length; index = next++)
            bodies[index] = await get(file, { range: spans[index]!, fileBytes });
        } catch (error) {
          // The others ask for nothing more.
          next = spans.length;
          throw error;
        }
      };
      await Promise.all(Array.from({ length: Math.min(MOST_REQUESTS, spans.length) }, work));
      return ranges.map(({ start, end }) => {
        const index = spans.findIndex((span) => span.start <= start && end <= span.end);
        const { start: from } = spans[index]!;
        return bodies[index]!.subarray(start - from, end - from);
      });
    },
    async close() {},
  };
}

/** Ranges that together hold all given ones, those close to each other joined. */
function joinRanges(ranges: readonly ByteRange[]): readonly ByteRange[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last !== undefined && start - last.end < GAP_BYTES) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}
