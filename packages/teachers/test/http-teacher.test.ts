import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { TeacherRequest } from "../src/external-teacher.ts";
import { type HttpTeacherOptions, httpTeacher } from "../src/http-teacher.ts";
import { type Behaviour, hang, json, reset, status, text, useFlakyServer } from "./fixtures/use-flaky-server.ts";

const server = useFlakyServer();

/** The logits of an example are its two features. */
const echo: Behaviour = (response, body) => {
  response.end(JSON.stringify({ logits: (JSON.parse(body) as { features: number[][] }).features }));
};
const after =
  (ms: number): Behaviour =>
  (response, body, request) =>
    void setTimeout(() => echo(response, body, request), ms);
const LIMITS = { classCount: 2, backoffMs: 1, timeoutMs: 5000 } as const;
const teacherOf = (options: Partial<HttpTeacherOptions> = {}) =>
  httpTeacher({ url: server.url(), ...LIMITS, ...options });
const batch = (size: number): TeacherRequest => ({
  ids: Int32Array.from({ length: size }, (_, index) => 10 + index),
  features: { values: Float32Array.from({ length: 2 * size }, (_, index) => index), shape: [size, 2] },
});
const AS_LOGITS = { kind: "logits", temperature: 1 };

describe("httpTeacher", () => {
  test("sends a batch in pieces, a few at the same time, and joins the answers in order", async () => {
    server.does(after(60), after(5));
    const answer = await teacherOf({ rowsPerRequest: 3, concurrency: 2 }).answer({ ...batch(8), raw: [..."abcdefgh"] });
    expect(answer).toEqual({ logits: batch(8).features.values, givenAs: AS_LOGITS });
    expect(server.mostAtOnce()).toBe(2);
    const bodies = server.seen.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ ids }) => ids).sort()).toEqual([
      [10, 11, 12],
      [13, 14, 15],
      [16, 17],
    ]);
    expect(bodies.find(({ ids }) => ids[0] === 16)).toEqual({
      ids: [16, 17],
      features: [
        [12, 13],
        [14, 15],
      ],
      raw: ["g", "h"],
    });
  });

  test("speaks another service's JSON, with features in its shape, and leaves out what it left out", async () => {
    server.does(json({ outputs: [{ p: [0.5, 0.5] }, null] }));
    const teacher = teacherOf({
      classNames: ["cat", "dog"],
      fingerprint: "big-2",
      headers: async () => ({ authorization: "Bearer token" }),
      request: ({ features: { values, shape } }) => ({ pixels: Array.from(values), shape }),
      response: (answer) => {
        const { outputs } = answer as { outputs: ({ p: number[] } | null)[] };
        return {
          probs: outputs.map((output) => output?.p ?? []),
          unanswered: outputs.map((output) => output === null),
        };
      },
    });
    expect(teacher).toMatchObject({ classNames: ["cat", "dog"], fingerprint: "big-2" });
    const features = { values: new Float32Array(8), shape: [2, 2, 2, 1] };
    const answer = (await teacher.answer({ ids: Int32Array.of(1, 2), features })) as {
      logits: Float32Array;
      unanswered: Uint8Array;
    };
    expect(Array.from(answer.logits)).toEqual([Math.fround(-Math.LN2), Math.fround(-Math.LN2), NaN, NaN]);
    expect(Array.from(answer.unanswered)).toEqual([0, 1]);
    expect(JSON.parse(server.seen[0]!.body)).toEqual({ pixels: Array(8).fill(0), shape: [2, 2, 2, 1] });
    expect(server.seen[0]!.headers.authorization).toBe("Bearer token");
  });

  test("joins numbers in order, and tries again for one that is none", async () => {
    const numbers: Behaviour = (response, body) => {
      const { features, ids } = JSON.parse(body) as { features: number[][]; ids: number[] };
      // Nobody knows about example 12. JSON of Python has null for it.
      const rows = features.map(([one, other], row) => (ids[row] === 12 ? null : [10 * one!, -other!]));
      response.end(JSON.stringify({ numbers: rows, unanswered: ids.map((id) => id === 12) }));
    };
    server.does(json({ numbers: [[1, 2], [3]] }), numbers);
    const teacher = teacherOf({ task: "numbers", rowsPerRequest: 2, concurrency: 1, classNames: ["price", "age"] });
    const answer = (await teacher.answer(batch(3))) as { numbers: Float32Array; unanswered: Uint8Array };
    expect(answer).toEqual({
      numbers: Float32Array.of(0, -1, 20, -3, NaN, NaN),
      unanswered: Uint8Array.of(0, 0, 1),
      givenAs: { kind: "numbers", temperature: 1 },
    });
    expect(teacher.usage).toEqual({ requests: 3, retries: 1, cost: 0 });
    server.does(numbers);
    expect(await teacher.answer(batch(2))).toEqual({
      numbers: Float32Array.of(0, -1, 20, -3),
      givenAs: { kind: "numbers", temperature: 1 },
    });
    // One output, and a list of one number for each example.
    server.does(json({ numbers: [7, 8, 9] }));
    expect(await teacherOf({ task: "numbers", classCount: 1 }).answer(batch(3))).toMatchObject({
      numbers: Float32Array.of(7, 8, 9),
    });
    await expect(teacherOf({ retries: 0 }).answer(batch(3))).rejects.toThrow(
      'gave a wrong answer: answerLogits: answer must have logits, probs, topKLogits or topKProbs for targets of kind "classes", got numbers',
    );
  });

  test("takes probabilities of several classes, which do not sum to one", async () => {
    server.does(json({ probs: [[0.75, 0.75]] }));
    const answer = (await teacherOf({ task: "several-classes" }).answer(batch(1))) as { logits: Float32Array };
    expect(answer.logits).toBeAllClose([Math.log(3), Math.log(3)]);
    await expect(teacherOf({ retries: 0 }).answer(batch(1))).rejects.toThrow(
      "gave a wrong answer: answerLogits: answer.probs must sum to 1 for example 10, got 1.5",
    );
    expect(() => teacherOf({ task: "labels" as never })).toThrow(
      'httpTeacher: task must be one of "classes", "several-classes", "numbers", got "labels"',
    );
  });

  test("gets through whatever goes wrong for a while", async () => {
    const wrongs: Behaviour[] = [
      status(503),
      status(429),
      status(500),
      hang,
      reset,
      text("<html>"),
      text(""),
      text('{"logits": [[1, NaN]]}'),
      json({ logits: [[1, null]] }),
      json({ logits: [[1, 2, 3]] }),
      json({ logits: [] }),
      json({}),
      json(7),
    ];
    server.does(...wrongs, echo);
    const teacher = teacherOf({ retries: wrongs.length, timeoutMs: 1000, longestWaitMs: 2 });
    expect(await teacher.answer(batch(1))).toEqual({ logits: Float32Array.of(0, 1), givenAs: AS_LOGITS });
    expect(teacher.usage).toEqual({ requests: wrongs.length + 1, retries: wrongs.length, cost: 0 });
  });

  test.each<[string, Behaviour, string]>([
    ["a status", status(503, {}, "over\nloaded"), "answered 503: over loaded (tried 3 times)"],
    ["a hang", hang, "gave no answer in 200 ms (tried 3 times)"],
    ["a reset", reset, "cannot be reached (other side closed) (tried 3 times)"],
    ["no JSON", text("<html>"), "answered with no JSON: <html> (tried 3 times)"],
    [
      "a wrong length",
      json({ logits: [[1]] }),
      "gave a wrong answer: answerLogits: answer.logits must have 2 classes for example 10, got 1 (tried 3 times)",
    ],
    ["a bad request", status(400, {}, "no model"), "answered 400: no model"],
    ["a redirect", status(302, { location: "/x" }), "answered 302, a redirect; give the address that it leads to"],
    ["a long wait", status(429, { "retry-after": "3600" }), "answered 429, and asks to wait 3600 s"],
  ])("says in one line that there was %s again and again", async (_, behaviour, message) => {
    server.does(behaviour);
    // Whatever answers has time to, on a busy machine too.
    const timeoutMs = behaviour === hang ? 200 : 5000;
    const teacher = teacherOf({ retries: 2, timeoutMs, url: `${server.url()}?key=secret-query` });
    await expect(teacher.answer(batch(1))).rejects.toThrow(new Error(`httpTeacher: ${server.url()} ${message}`));
  });

  test("waits as Retry-After says, with all requests", async () => {
    const date = { date: "Fri, 27 Nov 2026 12:00:00 GMT", "retry-after": "Fri, 27 Nov 2026 12:00:00 GMT" };
    server.does(status(429, { "retry-after": "0.4" }), status(503, date), echo);
    const teacher = teacherOf({ concurrency: 1, rowsPerRequest: 1 });
    expect(await teacher.answer(batch(3))).toEqual({ logits: batch(3).features.values, givenAs: AS_LOGITS });
    const [first, ...others] = server.seen.map(({ at }) => at);
    expect(others).toHaveLength(4);
    for (const at of others) expect(at - first!).toBeGreaterThan(390);
  });

  test("backs off twice as long each time, spread by the numbers that it is given", async () => {
    server.does(status(503), status(503), status(503), echo);
    await teacherOf({ backoffMs: 40, random: () => 1 }).answer(batch(1));
    const times = server.seen.map(({ at }) => at);
    for (const [index, wait] of [40, 80, 160].entries())
      expect(times[index + 1]! - times[index]!).toBeGreaterThan(wait - 2);
  });

  test("keeps to a rate", async () => {
    server.does(echo);
    const began = performance.now();
    await teacherOf({ rowsPerRequest: 1, requestsPerSecond: 10, concurrency: 8 }).answer(batch(12));
    // The first ten may go at once; counted from the call, because a busy machine may be late with the first.
    expect(performance.now() - began).toBeGreaterThan(900);
  });

  test("is aborted while it waits and while it is answered", async () => {
    for (const behaviour of [hang, status(503, { "retry-after": "60" })]) {
      server.does(behaviour);
      const signal = AbortSignal.timeout(150);
      await expect(teacherOf().answer({ ...batch(1), signal })).rejects.toThrow("timeout");
    }
  });

  test("lets what is in flight come to its end when one request fails, and sends no more", async () => {
    let answered = 0;
    const slow: Behaviour = (response, body, request) => {
      after(100)(response, body, request);
      response.on("finish", () => answered++);
    };
    server.does(slow, status(400), slow);
    const teacher = teacherOf({ rowsPerRequest: 1, concurrency: 2 });
    await expect(teacher.answer(batch(6))).rejects.toThrow("answered 400");
    await teacher.answer(batch(1));
    expect([answered, server.seen.length]).toEqual([2, 3]);
  });

  test("keeps secrets to itself", async () => {
    const secret = "sk-very-secret-1";
    const mirror: Behaviour = (response, _, { headers, url }) =>
      void response.writeHead(401).end(`no: ${headers.authorization} ${headers["x-api-key"]} ${url}`);
    server.does(mirror);
    const teacher = httpTeacher({
      url: `${server.url()}?key=secret-in-query`,
      ...LIMITS,
      headers: { authorization: `Bearer ${secret}`, "x-api-key": "other-secret-2" },
    });
    const error = (await Promise.resolve(teacher.answer(batch(1))).catch((caught) => caught)) as Error;
    expect(error.message).toMatch(/answered 401: no: … … \/predict\?key=…$/);
    expect(inspect([error, teacher, JSON.stringify(teacher)], { depth: 9, showHidden: true })).not.toMatch(
      /secret-1|secret-2|secret-in-query/,
    );
  });

  test.each<[Partial<HttpTeacherOptions>, string]>([
    [{ url: "ftp://example.org" }, "url must be an http or https address, got another text"],
    [{ url: "no address" }, "url must be an http or https address, got another text"],
    [{ url: "http://:secret@example.org" }, "url must be an address without a user or a password, got one with them"],
    [{ classCount: undefined as never }, "classCount must be an integer, at least 1, got undefined"],
    [{ retries: -1 }, "retries must be an integer, at least 0, got -1"],
    [{ budget: { cost: 1 } }, "cost must be given with budget.cost, to read what an answer has cost, got undefined"],
    [{ budget: { money: 1 } as never }, 'budget must have known names only (requests, cost), got "money"'],
    [{ requestsPerSecond: 0 }, "requestsPerSecond must be a positive finite number, got 0"],
  ])("refuses %j", (options, message) => {
    expect(() => teacherOf(options)).toThrow(`httpTeacher: ${message}`);
  });
});
