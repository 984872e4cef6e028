import {
  ArgumentError,
  assertFields,
  assertInteger,
  assertOneOf,
  assertOptions,
  deriveSeed,
  formatValue,
} from "@dark-knowledge/core";
import type { ChatPrompt } from "./chat-prompt.ts";
import { assertService, SERVICE_OPTIONS } from "./internal/assert-service.ts";
import { chatMessages } from "./internal/chat-messages.ts";
import { createService } from "./internal/create-service.ts";
import { JSON_BODIES } from "./internal/json-bodies.ts";
import { findPrefix, matchLabels } from "./internal/match-labels.ts";
import { type Choice, isRefusal, readChoices, readLogProbs, readText } from "./internal/read-choices.ts";
import type { ServiceOptions, ServiceTeacher } from "./service-options.ts";

/** Options of {@link llmTeacher}. `url` is that of the endpoint itself, such as `https://example.org/v1/chat/completions`. */
export interface LlmTeacherOptions extends ServiceOptions {
  /** The model, as the service names it. */
  readonly model: string;
  readonly classNames: readonly string[];
  /** The text that stands for each class in prompt and answer. Default: `classNames`. */
  readonly labels?: readonly string[];
  /** How it is asked. A function needs a `fingerprint`, because it does not tell prompts apart. */
  readonly prompt: ChatPrompt;
  /**
   * The part of an answer that is read: `"logProbs"`, the probabilities of its first token, one answer for all classes; or
   * `"text"`, the label that it is. Default: `"logProbs"`.
   */
  readonly read?: "logProbs" | "text";
  /** Finds the label in a text; undefined where there is none. Default: the whole text, quotes and full stops aside. */
  readonly parse?: (text: string) => string | undefined;
  /** Answers to each example whose mean is taken. Default: 1. */
  readonly samples?: number;
  /** Fields of each request, in addition to those that are made or instead of them, such as `{ seed: 1 }`. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** A language model as a teacher. */
export interface LlmTeacher extends ServiceTeacher {
  /** The examples without an answer so far: the model refused, or no label could be read. */
  readonly omitted: { readonly refused: number; readonly unreadable: number };
}

/**
 * Makes a classifier of a language model behind an endpoint of chat completions.
 *
 * Each raw example is put into the prompt. With `read: "logProbs"` the answer is the distribution over the first token:
 * a token counts for the class whose label alone begins with it, and the classes are scaled to sum to one. With `read:
 * "text"` the answer is the share of each label in `samples` texts. An example whose samples are mostly refused, name
 * no label, or spend less than half of the probability on labels has no answer: it is counted in `omitted`, left to
 * `unanswered`, and never guessed. What else goes wrong is tried again, as for {@link httpTeacher}; so secrets belong
 * in `headers`.
 *
 * @throws ArgumentError when an option is unknown or out of range, labels cannot be told apart, or a prompt has no
 * place for the example
 * @see {@link collectAnswers}, and `omitUnanswered` of `recordSoftTargets`, for a teacher that leaves out examples
 *
 * @example
 * ```ts
 * import { llmTeacher } from "@dark-knowledge/teachers";
 *
 * const teacher = llmTeacher({
 *   url: "https://example.org/v1/chat/completions",
 *   model: "big-1",
 *   classNames: ["negative", "positive"],
 *   prompt: "Is this review {labels}? Answer with one word.\n\n{example}",
 *   // Instead of the network.
 *   fetch: async () => {
 *     const top_logprobs = [{ token: " positive", logprob: Math.log(0.6) }, { token: "neg", logprob: Math.log(0.2) }];
 *     return Response.json({ choices: [{ message: { content: "positive" }, logprobs: { content: [{ top_logprobs }] } }] });
 *   },
 * });
 * const features = { values: new Float32Array(1), shape: [1, 1] };
 * await teacher.answer({ ids: Int32Array.of(0), features, raw: ["Great!"] }); // ≈ { probs: [[0.25, 0.75]] }
 * teacher.omitted; // => { refused: 0, unreadable: 0 }
 * ```
 */
export function llmTeacher(options: LlmTeacherOptions): LlmTeacher {
  assertOptions<LlmTeacherOptions>(NAME, options, OPTIONS);
  assertLlm(options);
  const { model, classNames, labels = classNames, prompt, samples = 1, body = {}, read = "logProbs", parse } = options;
  const classCount = classNames.length;
  const matcher = matchLabels(labels);
  const readOne =
    read === "logProbs"
      ? readLogProbs(classCount, matcher)
      : readText(classCount, (text) => (parse === undefined ? matcher.whole(text) : labels.indexOf(parse(text) ?? "")));
  const service = createService(NAME, options, { accepts: isRefusal });
  const omitted = { refused: 0, unreadable: 0 };

  /** A distribution needs one token, at the temperature that all services agree on. */
  const settings = (missing: number) =>
    read === "logProbs"
      ? { max_tokens: 1, temperature: 1, logprobs: true, top_logprobs: 20 }
      : { max_tokens: 64, temperature: samples === 1 ? 0 : 1, ...(missing === 1 ? {} : { n: missing }) };

  return {
    classNames,
    fingerprint: options.fingerprint ?? `${model} ${hashOf([prompt, labels, read, samples, body])}`,
    get usage() {
      return service.usage();
    },
    get omitted() {
      return { ...omitted };
    },
    async answer({ ids, raw, signal }) {
      if (raw === undefined) throw new Error(`${NAME}: needs raw examples; pass them on (raw)`);
      const choices: Choice[][] = Array.from(ids, () => []);
      const isAsked = (row: number) => choices[row]!.length < samples;
      // A service that gives fewer samples than it is asked for is asked again.
      for (let rows = [...ids.keys()].filter(isAsked); rows.length > 0; rows = rows.filter(isAsked)) {
        await service.sendAll(
          rows,
          {
            ...JSON_BODIES,
            write: (row) => {
              const messages = chatMessages(prompt, raw[row], labels);
              return JSON.stringify({ model, messages, ...settings(samples - choices[row]!.length), ...body });
            },
            read: (json, row) => void choices[row]!.push(...readChoices(json, readOne)),
          },
          signal,
        );
      }
      const probs = choices.map((own) => meanOf(own.slice(0, samples)));
      for (const one of probs) if (typeof one === "string") omitted[one]++;
      return {
        probs: probs.map((one) => (typeof one === "string" ? [] : one)),
        ...(probs.some((one) => typeof one === "string")
          ? { unanswered: probs.map((one) => typeof one === "string") }
          : {}),
      };
    },
  };
}

const NAME = "llmTeacher";

const OPTIONS = {
  ...SERVICE_OPTIONS,
  model: true,
  classNames: true,
  labels: true,
  prompt: true,
  read: true,
  parse: true,
  samples: true,
  body: true,
} as const;

/** Identifies prompts and settings by 53 bits in hexadecimal digits. */
function hashOf(settings: unknown): string {
  const codes = Array.from(JSON.stringify(settings), (letter) => letter.codePointAt(0)!);
  return deriveSeed(0, "fingerprint of a prompt", ...codes).toString(16);
}

/** The mean of the samples that say something, where at least half of them do. */
function meanOf(choices: readonly Choice[]): Choice {
  const read = choices.filter((choice) => typeof choice !== "string");
  if (2 * read.length < choices.length) {
    const refused = choices.filter((choice) => choice === "refused").length;
    return 2 * refused >= choices.length - read.length ? "refused" : "unreadable";
  }
  return read[0]!.map((_, index) => read.reduce((sum, probs) => sum + probs[index]!, 0) / read.length);
}

function assertLlm({ classNames, prompt, fingerprint, model, ...options }: LlmTeacherOptions): void {
  assertFields(NAME, options, { labels: "texts?" });
  const { labels = classNames, samples = 1, read = "logProbs", parse } = options;
  const fail = (argument: string, expected: string, received: string, code: "range" | "state" | "shape"): never => {
    throw new ArgumentError({ functionName: NAME, argument, expected, received, code });
  };
  assertService(NAME, options);
  assertInteger(NAME, "samples", samples, { min: 1 });
  assertOneOf(NAME, "read", read, ["logProbs", "text"]);
  if (typeof model !== "string" || model === "") fail("model", "must name a model", formatValue(model), "range");
  if (!Array.isArray(classNames) || classNames.length === 0) {
    fail("classNames", "must be a list of names", formatValue(classNames), "shape");
  }
  if (labels.length !== classNames.length) {
    fail("labels", `must be ${classNames.length} (as classNames)`, String(labels.length), "shape");
  }
  const twice = labels.find((label, index) => label.trim() === "" || labels.indexOf(label) < index);
  if (twice !== undefined) fail("labels", "must be different texts", JSON.stringify(twice), "range");
  const prefix = read === "logProbs" ? findPrefix(labels) : undefined;
  if (prefix !== undefined) {
    const expected =
      'must not begin with one another, or their first tokens do not tell them apart (read: "text" does)';
    fail("labels", expected, JSON.stringify(prefix), "range");
  }
  if (parse !== undefined && read === "logProbs")
    fail("parse", 'must be left out unless read is "text"', "a function", "state");
  if (typeof prompt === "function") {
    if (fingerprint === undefined)
      fail("fingerprint", "must be given with a prompt that is a function", "undefined", "state");
  } else if (typeof prompt !== "string" || !prompt.includes("{example}")) {
    fail("prompt", "must be a function or a text with {example}", formatValue(prompt), "range");
  }
}
