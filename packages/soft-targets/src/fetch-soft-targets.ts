import { type OpenSoftTargetsOptions, openSoftTargetsFrom } from "./open-soft-targets-from.ts";
import type { ByteRange, SoftTargetFiles, SoftTargets } from "./soft-targets.ts";

/** As much of a `Response` as is needed. */
export interface ResponseLike {
  readonly status: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** As much of `fetch` as is needed. */
export type FetchLike = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>> },
) => Promise<ResponseLike>;

/** Options of {@link fetchSoftTargets}. */
export interface FetchSoftTargetsOptions extends OpenSoftTargetsOptions {
  /** Used in place of the global `fetch`. */
  readonly fetch?: FetchLike;
}

/** Pieces with less between them than this are asked for as one: a request costs more than these bytes. */
const GAP_BYTES = 2 ** 15;
const MOST_REQUESTS = 6;

/**
 * Opens soft targets that a web server has, from the very files that were recorded into a directory.
 *
 * A store within `cacheBytes` is fetched shard by shard, as they are needed, and checked. Of a larger one only the rows
 * that are asked for are fetched, for which the server must know ranges of bytes, as nearly all do.
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
  const { fetch = globalThis.fetch as unknown as FetchLike, ...rest } = options;
  return openSoftTargetsFrom(httpFiles(url, fetch), rest);
}

function httpFiles(url: string, fetch: FetchLike): SoftTargetFiles {
  const locate = (file: string) => `${url.replace(/\/+$/, "")}/${file}`;

  async function request(
    file: string,
    headers: Readonly<Record<string, string>>,
    accepted: number,
  ): Promise<ResponseLike> {
    let response: ResponseLike;
    try {
      response = await fetch(locate(file), { headers });
    } catch (error) {
      throw new Error(`openSoftTargets: cannot fetch ${locate(file)} (${(error as Error).message}); try again`, {
        cause: error,
      });
    }
    if (response.status === accepted) return response;
    if (response.status === 200) {
      throw new Error(
        `openSoftTargets: the server of ${locate(file)} does not give ranges of bytes; choose cacheBytes so large that the store fits, or another server`,
      );
    }
    throw new Error(
      `openSoftTargets: cannot fetch ${locate(file)} (status ${response.status}); see that the address is that of a directory with soft targets`,
    );
  }

  async function readSpan(file: string, { start, end }: ByteRange): Promise<Uint8Array> {
    const response = await request(file, { Range: `bytes=${start}-${end - 1}` }, 206);
    return new Uint8Array(await response.arrayBuffer());
  }

  return {
    locate,
    readAll: async (file) => new Uint8Array(await (await request(file, {}, 200)).arrayBuffer()),
    async readRanges(file, ranges) {
      const spans = joinRanges(ranges);
      const bodies: Uint8Array[] = new Array(spans.length);
      let next = 0;
      const work = async () => {
        for (let index = next++; index < spans.length; index = next++)
          bodies[index] = await readSpan(file, spans[index]!);
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
