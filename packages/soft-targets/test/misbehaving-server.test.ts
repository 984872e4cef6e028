import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FetchSoftTargetsOptions, fetchSoftTargets } from "../src/index.ts";
import { storedManifest } from "./fixtures/parse-stored.ts";
import { answersOf, recordStore } from "./fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const SHARD = "shard-00000.arrow";

/** What is asked of the server: a file, and the first and last byte of a piece of it. */
interface Asked {
  readonly file: string;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** How often the file was asked for, this time included. */
  readonly times: number;
}

/** What the server does with a request for a shard; the manifest is given as it is, unless it is asked to misbehave there. */
type Behaviour = (asked: Asked) => void;

let server: Server;
let url: string;
let behave: Behaviour;
let misbehavesAt: RegExp;

/** As a server should. */
function answer({ bytes, start, end, request, response }: Asked): void {
  if (request.headers.range === undefined) response.writeHead(200, { "Content-Length": bytes.length }).end(bytes);
  else {
    response.writeHead(206, { "Content-Range": `bytes ${start}-${end}/${bytes.length}` });
    response.end(bytes.subarray(start, end + 1));
  }
}

beforeEach(async () => {
  await recordStore(inside("s"), { ids: [1, 2, 4, 8, 9], rowsPerShard: 5 });
  const counts = new Map<string, number>();
  misbehavesAt = /arrow$/;
  server = createServer((request, response) => {
    const file = request.url!.slice(1);
    const bytes = readFileSync(inside("s", file));
    const [, start = 0, end = bytes.length - 1] = (/^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? []).map(
      Number,
    );
    const times = (counts.get(file) ?? 0) + 1;
    counts.set(file, times);
    const asked = { file, bytes, start, end, request, response, times };
    if (misbehavesAt.test(file)) behave(asked);
    else answer(asked);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const IDS = [8, 1, 9];
/** The store's shards as wholes, or its rows one by one. The server shares a processor with who reads, and with other tests. */
const WAYS = [
  { timeoutMs: 5000, retries: 1 },
  { timeoutMs: 5000, retries: 1, cacheBytes: 0 },
];
/** The same for servers that fall silent. */
const IMPATIENT = WAYS.map((way) => ({ ...way, timeoutMs: 300 }));

const read = async (options: FetchSoftTargetsOptions) => (await fetchSoftTargets(url, options)).read(IDS);
const expectRight = async (options: FetchSoftTargetsOptions) =>
  expect(await read(options)).toEqual({ kind: "dense", logits: answersOf(IDS, 5) });

async function expectRefused(options: FetchSoftTargetsOptions, problem: string | RegExp): Promise<void> {
  const { message } = (await read(options).catch((error) => error)) as Error;
  expect(message).toMatch(/^openSoftTargets: [^\n]{1,400}$/);
  expect(message).toMatch(problem);
}

describe("fetchSoftTargets(url) from a server that", () => {
  test("behaves", async () => {
    behave = answer;
    for (const way of WAYS) await expectRight(way);
  });

  test("gives more than was asked for", async () => {
    behave = (asked) => {
      const { bytes, start, end, response } = asked;
      response.writeHead(206, { "Content-Range": `bytes ${start}-${end}/${bytes.length}` });
      // The whole file for a piece of it: at the places of the piece are other rows.
      response.end(bytes);
    };
    await expectRefused(WAYS[1]!, /more than the \d+ that were expected/);
    behave = ({ bytes, response }) => void response.end(Buffer.concat([bytes, bytes]));
    await expectRefused(WAYS[0]!, /more than the \d+ that were expected/);
  });

  test("gives another piece than was asked for, or one of another file", async () => {
    behave = ({ bytes, start, end, response }) => {
      response.writeHead(206, { "Content-Range": `bytes ${start + 20}-${end + 20}/${bytes.length}` });
      response.end(bytes.subarray(start + 20, end + 21));
    };
    await expectRefused(WAYS[1]!, `the server of ${url}/${SHARD} gave another range than bytes 0-`);
    behave = ({ bytes, start, end, response }) => {
      response.writeHead(206, { "Content-Range": `bytes ${start}-${end}/7` }).end(bytes.subarray(start, end + 1));
    };
    await expectRefused(WAYS[1]!, `${url}/${SHARD} has 7 bytes, not `);
    behave = ({ bytes, start, end, response }) => {
      response.writeHead(206, { "Content-Range": "x".repeat(4000) }).end(bytes.subarray(start, end + 1));
    };
    await expectRefused(WAYS[1]!, "gave another range");
  });

  test("gives a piece without saying which, which is right if it is as long as asked, and wrong otherwise", async () => {
    behave = ({ bytes, start, end, response }) => void response.writeHead(206).end(bytes.subarray(start, end + 1));
    await expectRight(WAYS[1]!);
    behave = ({ bytes, start, end, response }) => void response.writeHead(206).end(bytes.subarray(start, end));
    await expectRefused(WAYS[1]!, /\(\d+ bytes came, not \d+, 2 times\); try again$/);
  });

  test("has other bytes than were recorded", async () => {
    behave = (asked) => {
      const bytes = Buffer.from(asked.bytes);
      bytes[100]! ^= 1;
      answer({ ...asked, bytes });
    };
    for (const way of WAYS) await expectRefused(way, "is damaged: its checksum is not the manifest's");
  });

  test("cuts connections: once is made good, always is said in one line", async () => {
    const cut: Behaviour = ({ bytes, start, end, request, response }) => {
      response.writeHead(request.headers.range ? 206 : 200, { "Content-Length": end - start + 1 });
      response.write(bytes.subarray(start, start + 10), () => response.destroy());
    };
    for (const way of WAYS) {
      behave = (asked) => (asked.times % 2 === 1 ? cut(asked) : answer(asked));
      await expectRight({ ...way, retries: 3 });
      behave = cut;
      await expectRefused(way, /^openSoftTargets: cannot fetch http\S+arrow \(\S.*, 2 times\); try again$/);
    }
  });

  test("is busy for a moment, or has failed for good", async () => {
    for (const way of WAYS) {
      behave = (asked) => (asked.times % 2 === 1 ? void asked.response.writeHead(503).end("later") : answer(asked));
      await expectRight({ ...way, retries: 3 });
      behave = ({ response }) => void response.writeHead(503).end();
      await expectRefused(way, "(status 503, 2 times); try again");
      behave = ({ response }) => void response.writeHead(403).end();
      await expectRefused(way, "(status 403); see that the address is that of a directory with soft targets");
    }
  });

  test("never answers, or falls silent in the middle", async () => {
    for (const way of IMPATIENT) {
      behave = () => {};
      await expectRefused(way, "(nothing came for 0.3 s, 2 times); try again");
      behave = ({ bytes, start, end, request, response }) => {
        response.writeHead(request.headers.range ? 206 : 200, { "Content-Length": end - start + 1 });
        response.write(bytes.subarray(start, start + 5));
      };
      await expectRefused(way, "(only 5 bytes came for 0.3 s, 2 times); try again");
    }
  });

  test("sends without end", async () => {
    const endless: Behaviour = ({ request, response }) => {
      response.writeHead(request.headers.range ? 206 : 200);
      const more = () => {
        while (response.write(Buffer.alloc(2 ** 16)));
      };
      response.on("drain", more);
      more();
    };
    behave = endless;
    for (const way of WAYS) await expectRefused(way, /has \d+ or more bytes, more than the \d+ that were expected/);
    misbehavesAt = /json$/;
    await expectRefused(WAYS[0]!, /manifest\.json has \d+ or more bytes, more than the 67108864 that were expected/);
    behave = ({ response }) => void response.writeHead(200, { "Content-Length": 2 ** 40 }).write("{");
    await expectRefused(WAYS[0]!, "manifest.json has 1099511627776 bytes, more than the 67108864 that were expected");
  });

  test("is slow, but goes on", async () => {
    behave = ({ bytes, start, end, request, response }) => {
      response.writeHead(request.headers.range ? 206 : 200);
      const step = Math.ceil((end - start + 1) / 30);
      const send = (at: number) => {
        response.write(bytes.subarray(at, Math.min(end + 1, at + step)));
        if (at + step > end) response.end();
        else setTimeout(send, 50, at + step);
      };
      send(start);
    };
    // In all longer than a silence may be.
    await expectRight({ timeoutMs: 1200, retries: 0 });
  });

  test("sends a byte now and then", async () => {
    behave = ({ bytes, start, response, request }) => {
      response.writeHead(request.headers.range ? 206 : 200);
      let at = start;
      const drip = setInterval(() => response.write(bytes.subarray(at, ++at)), 50);
      response.on("close", () => clearInterval(drip));
    };
    for (const way of IMPATIENT) await expectRefused(way, /\(only \d+ bytes came for 0\.3 s, 2 times\); try again$/);
  });

  test("compresses on the way", async () => {
    behave = ({ bytes, response }) => {
      const packed = gzipSync(bytes);
      response.writeHead(200, { "Content-Encoding": "gzip", "Content-Length": packed.length }).end(packed);
    };
    await expectRight(WAYS[0]!);
  });

  test("says in its manifest that there is more than there is", async () => {
    behave = answer;
    const manifest = storedManifest(inside("s"));
    Object.assign(manifest.shards[0], { bytes: manifest.shards[0].bytes + 1000 });
    misbehavesAt = /json$/;
    behave = ({ response }) => void response.end(JSON.stringify(manifest));
    await expectRefused(WAYS[0]!, "is cut off, it must have");
    await expectRefused(WAYS[1]!, /gave another range|has \d+ bytes, not/);
  });
});

test("fetchSoftTargets says which option is wrong, without a password, and asks no address that is none", async () => {
  await expect(fetchSoftTargets("https://me:secret@example.org/answers")).rejects.toThrow(
    "fetchSoftTargets: url must be an address without a user or a password, got one with them",
  );
  await expect(fetchSoftTargets("no address")).rejects.toThrow(
    "openSoftTargets: cannot fetch no address/manifest.json: it is no address",
  );
  await expect(fetchSoftTargets(7 as never)).rejects.toThrow(
    "fetchSoftTargets: url must be an address without a user or a password, got 7",
  );
  await expect(fetchSoftTargets("http://x", { timeoutMs: 0 })).rejects.toThrow(
    "fetchSoftTargets: timeoutMs must be a positive finite number",
  );
  await expect(fetchSoftTargets("http://x", { retries: -1 })).rejects.toThrow("fetchSoftTargets: retries must be");
});
