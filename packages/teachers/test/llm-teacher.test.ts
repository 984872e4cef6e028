import { inspect } from "node:util";
import { expect, test } from "vitest";
import { type LlmTeacherOptions, llmTeacher } from "../src/llm-teacher.ts";
import { type Behaviour, hang, json, reset, status, text, useFlakyServer } from "./fixtures/use-flaky-server.ts";

const server = useFlakyServer();

const teacherOf = (options: Partial<LlmTeacherOptions> = {}) =>
  llmTeacher({
    ...{ url: server.url(), model: "big", classNames: ["cat", "dog", "owl"], prompt: "{labels}? {example}" },
    ...{ backoffMs: 1, timeoutMs: 5000, concurrency: 1 },
    ...options,
  });
const ask = (teacher: ReturnType<typeof teacherOf>, ...raw: unknown[]) =>
  teacher.answer({
    ids: Int32Array.from(raw.keys()),
    features: { values: new Float32Array(raw.length), shape: [raw.length, 1] },
    raw,
  }) as Promise<{ probs: ArrayLike<number>[]; unanswered?: boolean[] }>;
const bodies = () => server.seen.map(({ body }) => JSON.parse(body));

/** A completion whose first token has these probabilities. */
const tokens = (probs: Record<string, number>): Behaviour => {
  const top_logprobs = Object.entries(probs).map(([token, prob]) => ({ token, logprob: Math.log(prob) }));
  return json({ choices: [{ message: { content: "cat" }, logprobs: { content: [{ top_logprobs }] } }] });
};
const says = (...contents: unknown[]): Behaviour =>
  json({ choices: contents.map((content) => ({ finish_reason: "stop", message: { content } })) });

test("tokens count for the only class that begins with them; what is not listed is shared, by no more than the last token listed", async () => {
  server.does(
    // "c" and "▁Cat" are cat's, "d" dog's; "the" is nobody's, and 0.1 is not listed, of which owl can have 0.05.
    tokens({ c: 0.3, "▁Cat": 0.2, Ġd: 0.25, the: 0.1, maybe: 0.05 }),
    tokens({ cat: 0.5, dog: 0.3, owl: 0.1 }),
  );
  const teacher = teacherOf();
  const { probs, unanswered } = await ask(teacher, "meow", { sound: "woof" });
  expect(Array.from(probs[0]!)).toBeAllClose([0.5 / 0.8, 0.25 / 0.8, 0.05 / 0.8], { rtol: 1e-12 });
  expect(Array.from(probs[1]!)).toBeAllClose([5 / 9, 3 / 9, 1 / 9], { rtol: 1e-12 });
  expect(unanswered).toBeUndefined();
  const common = { model: "big", max_tokens: 1, temperature: 1, logprobs: true, top_logprobs: 20 };
  expect(bodies()).toEqual([
    { ...common, messages: [{ role: "user", content: "cat, dog, owl? meow" }] },
    { ...common, messages: [{ role: "user", content: 'cat, dog, owl? {"sound":"woof"}' }] },
  ]);
  expect(teacher.usage).toEqual({ requests: 2, retries: 0, cost: 0 });
});

test("texts are averaged over the samples, and asked for again where a service gives fewer", async () => {
  server.does(says('"Cat".', " dog\n"), says("CAT"), says("owl", "owl", "dog", "cat"));
  const { probs } = await ask(teacherOf({ read: "text", samples: 3, body: { seed: 7 } }), "{labels}");
  expect(Array.from(probs[0]!)).toBeAllClose([2 / 3, 1 / 3, 0], { rtol: 1e-12 });
  expect(bodies().map(({ n, temperature, seed }) => [n, temperature, seed])).toEqual([
    [3, 1, 7],
    [undefined, 1, 7],
  ]);
  // An example's own marks stay what they are.
  expect(bodies()[0].messages).toEqual([{ role: "user", content: "cat, dog, owl? {labels}" }]);
});

test("refusals and what names no label are counted and left out, never guessed", async () => {
  const refused = json({ choices: [{ message: { content: null, refusal: "I cannot help with that" } }] });
  const filtered = json({ choices: [{ finish_reason: "content_filter", message: { content: "cat" } }] });
  server.does(
    ...[refused, filtered, status(400, {}, JSON.stringify({ error: { code: "content_filter" } }))],
    ...[says("It may be a cat or a dog"), says(""), says(null), says("dog")],
  );
  const teacher = teacherOf({ read: "text" });
  const { probs, unanswered } = await ask(teacher, ..."abcdefg");
  expect(unanswered).toEqual([true, true, true, true, true, true, false]);
  expect(probs.map((row) => Array.from(row))).toEqual([[], [], [], [], [], [], [0, 1, 0]]);
  expect(teacher.omitted).toEqual({ refused: 3, unreadable: 3 });
  // Less than half of the probability is that of labels.
  server.does(tokens({ I: 0.6, cat: 0.3, dog: 0.1 }));
  const shy = teacherOf();
  expect((await ask(shy, "a")).unanswered).toEqual([true]);
  expect(shy.omitted).toEqual({ refused: 0, unreadable: 1 });
});

test("an example is answered by the samples that say something, where they are at least half", async () => {
  server.does(says("cat", "no idea", "dog", "?"), says("cat", "no idea", "hm", "?"));
  const teacher = teacherOf({ read: "text", samples: 4 });
  const { probs, unanswered } = await ask(teacher, "a", "b");
  expect(Array.from(probs[0]!)).toEqual([0.5, 0.5, 0]);
  expect(unanswered).toEqual([false, true]);
});

test("labels and their parser can be the caller's, and messages too", async () => {
  server.does(says("<answer>B</answer>"), says("<answer>Z</answer>"));
  const teacher = teacherOf({
    ...{ labels: ["A", "B", "C"], read: "text", fingerprint: "big, second prompt" },
    parse: (answer) => /<answer>(.*)<\/answer>/.exec(answer)?.[1],
    prompt: (example, labels) => [
      { role: "system", content: `One of ${labels.join("")}.` },
      { role: "user", content: String(example) },
    ],
  });
  const { probs, unanswered } = await ask(teacher, 1, 2);
  expect(probs[0]).toEqual(Float64Array.of(0, 1, 0));
  expect(unanswered).toEqual([false, true]);
  expect(bodies()[0].messages).toEqual([
    { role: "system", content: "One of ABC." },
    { role: "user", content: "1" },
  ]);
  expect(teacher.fingerprint).toBe("big, second prompt");
});

test("gets through whatever goes wrong for a while, and says what goes wrong for good", async () => {
  const wrongs: Behaviour[] = [
    ...[status(503), status(429, { "retry-after": "0.01" }), hang, reset, text("<html>"), text('{"choices": [')],
    ...[json({ choices: [] }), json({ choices: [{}] }), json({ error: "overloaded" }), json(null)],
    ...[says("cat"), tokens({}), tokens({ cat: Number.NaN }), tokens({ cat: 3 })],
  ];
  server.does(...wrongs, tokens({ cat: 0.5, dog: 0.25, owl: 0.25 }));
  const teacher = teacherOf({ retries: wrongs.length, timeoutMs: 1000, longestWaitMs: 20 });
  expect(Array.from((await ask(teacher, "a")).probs[0]!)).toBeAllClose([0.5, 0.25, 0.25], { rtol: 1e-12 });
  expect(teacher.usage).toEqual({ requests: wrongs.length + 1, retries: wrongs.length, cost: 0 });
  server.does(says("cat"));
  await expect(ask(teacherOf({ retries: 1 }), "a")).rejects.toThrow(
    'gave a wrong answer: it has no top log-probabilities of tokens; a service that gives none needs read: "text" (tried 2 times)',
  );
});

test("keeps to its budget and its secrets", async () => {
  server.does(says("dog"));
  const teacher = teacherOf({
    ...{ read: "text", budget: { requests: 2 }, url: `${server.url()}?key=secret-key-1` },
    headers: { authorization: "Bearer secret-token-1" },
  });
  await ask(teacher, "a", "b");
  const error = (await ask(teacher, "c").catch((caught) => caught)) as Error;
  expect(error.name).toBe("BudgetError");
  expect(server.seen).toHaveLength(2);
  const mirror: Behaviour = (response, _, { headers, url }) =>
    void response.writeHead(401).end(`no: ${headers.authorization} ${url}`);
  server.does(mirror);
  const other = teacherOf({
    headers: { authorization: "Bearer secret-token-1" },
    url: `${server.url()}?key=secret-key-1`,
  });
  const refused = (await ask(other, "a").catch((caught) => caught)) as Error;
  expect(refused.message).toMatch(/^llmTeacher: .* answered 401: no: … \/predict\?key=…$/);
  expect(inspect([error, refused, teacher, other], { depth: 9, showHidden: true })).not.toMatch(/secret/);
  await expect(
    other.answer({ ids: Int32Array.of(0), features: { values: new Float32Array(1), shape: [1, 1] } }),
  ).rejects.toThrow("llmTeacher: needs raw examples; pass them on (raw)");
});

test("another prompt, another set of labels and another way to read are another teacher", () => {
  const fingerprints = [
    teacherOf(),
    teacherOf({ prompt: "{example}" }),
    teacherOf({ labels: ["a", "b", "c"] }),
    teacherOf({ read: "text" }),
    teacherOf({ model: "small" }),
  ].map(({ fingerprint }) => fingerprint);
  expect(new Set(fingerprints).size).toBe(5);
  expect(fingerprints[0]).toBe(teacherOf().fingerprint);
  expect(fingerprints[0]).toMatch(/^big [0-9a-f]+$/);
});

test.each<[Partial<LlmTeacherOptions>, string]>([
  [{ prompt: "Which animal?" }, 'prompt must be a function or a text with {example}, got "Which animal?"'],
  [{ prompt: () => "a" }, "fingerprint must be given with a prompt that is a function, got undefined"],
  [{ labels: ["a", "b"] }, "labels must be 3 (as classNames), got 2"],
  [{ labels: ["a", "b", "a"] }, 'labels must be different texts, got "a"'],
  [
    { labels: ["1", "2", "12"] },
    "labels must not begin with one another, or their first tokens do not tell them apart",
  ],
  [{ parse: () => "cat" }, 'parse must be left out unless read is "text", got a function'],
  [{ samples: 0 }, "samples must be an integer, at least 1, got 0"],
  [{ model: "" }, 'model must name a model, got ""'],
  [{ read: "guess" as never }, "read must be"],
  [{ prompts: "x" } as never, "options must have known names only"],
])("refuses %j", (options, message) => {
  expect(() => teacherOf(options)).toThrow(message);
});
