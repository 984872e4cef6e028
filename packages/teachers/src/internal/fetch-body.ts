import type { ServiceOptions } from "../service-options.ts";
import type { Redactor } from "./create-redactor.ts";

/** A try without an answer. */
export class FailedTry extends Error {
  /** Whether another try would also fail. */
  readonly isFinal: boolean;
  /** The wait that the server requests. */
  readonly waitMs: number | undefined;
  /** The status of the answer; undefined where there was none. */
  readonly status: number | undefined;
  readonly isTimeout: boolean;

  constructor(message: string, { isFinal = false, waitMs, status, isTimeout = false }: FailedTryOptions = {}) {
    super(message);
    this.isFinal = isFinal;
    this.waitMs = waitMs;
    this.status = status;
    this.isTimeout = isTimeout;
  }
}

interface FailedTryOptions {
  readonly isFinal?: boolean;
  readonly waitMs?: number | undefined;
  readonly status?: number;
  readonly isTimeout?: boolean;
}

const TRY_AGAIN = new Set([408, 425, 429]);
const MOST_SHOWN = 200;

/** How a request is written and its answer read. */
export interface Reading {
  readonly contentType: string;
  /** Reads the body of an answer; what it throws says what the service answered with. */
  readonly decode: (bytes: Uint8Array<ArrayBuffer>) => unknown;
  readonly redact: Redactor;
  /** Returns whether the body of an error 4xx is an answer. */
  readonly accepts: (text: string) => boolean;
  readonly signal: AbortSignal | undefined;
}

/** Sends one request and reads the answer; throws a FailedTry for anything else. */
export async function fetchBody(
  { url, headers = {}, timeoutMs = 60_000, fetch = globalThis.fetch }: ServiceOptions,
  body: string | Uint8Array<ArrayBuffer>,
  { contentType, decode, redact, accepts, signal }: Reading,
): Promise<unknown> {
  const own = typeof headers === "function" ? await headers() : headers;
  redact.hide(Object.values(own));
  const timeout = AbortSignal.timeout(timeoutMs);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": contentType, accept: contentType, ...own },
      body,
      // A redirect would take the headers elsewhere.
      redirect: "manual",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    bytes = new Uint8Array(await response.arrayBuffer());
    if (!response.ok) {
      const text = new TextDecoder().decode(bytes);
      const isAnswer = Math.floor(response.status / 100) === 4 && accepts(text);
      if (!isAnswer) throw failedStatus(response, redact(text, MOST_SHOWN));
    }
  } catch (error) {
    if (error instanceof FailedTry) throw error;
    signal?.throwIfAborted();
    if (timeout.aborted) throw new FailedTry(`gave no answer in ${timeoutMs} ms`, { isTimeout: true });
    throw new FailedTry(`cannot be reached (${redact(reasonOf(error), MOST_SHOWN)})`);
  }
  try {
    return await decode(bytes);
  } catch (error) {
    throw new FailedTry(`answered with ${redact((error as Error).message, MOST_SHOWN)}`);
  }
}

function failedStatus({ status, headers }: Response, text: string): FailedTry {
  const isFinal = !TRY_AGAIN.has(status) && status < 500;
  const where = status >= 300 && status < 400 ? ", a redirect; give the address that it leads to" : "";
  return new FailedTry(`answered ${status}${where}${text === "" ? "" : `: ${text}`}`, {
    isFinal,
    status,
    waitMs: isFinal ? undefined : retryAfter(headers),
  });
}

/** Parses seconds, or a date relative to the server's own clock. */
function retryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return 1000 * Number(value);
  const wait = Date.parse(value) - Date.parse(headers.get("date") ?? "");
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Returns the reason below "fetch failed". */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { message?: string; code?: string } };
  return cause?.message || cause?.code || message || String(error);
}
