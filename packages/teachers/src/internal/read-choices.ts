import type { LabelMatcher } from "./match-labels.ts";

/** The content of one sample: the probability of each class, or why it says nothing. */
export type Choice = Float64Array | "refused" | "unreadable";

/** Of a token's probabilities, the part that has to be of labels. */
const LEAST_MASS = 0.5;

interface Token {
  readonly token: string;
  readonly logprob: number;
}

interface ChatChoice {
  readonly finish_reason?: unknown;
  readonly message?: { readonly content?: unknown; readonly refusal?: unknown };
  readonly logprobs?: { readonly content?: readonly { readonly top_logprobs?: readonly Token[] }[] } | null;
}

/** Whether the body of an error says that the service refuses to answer, rather than that the request is wrong. */
export function isRefusal(text: string): boolean {
  try {
    const { code } = (JSON.parse(text) as { error?: { code?: unknown } }).error ?? {};
    return code === "content_filter" || code === "content_policy_violation";
  } catch {
    return false;
  }
}

/** Reads the samples of a chat completion. Throws an Error for JSON that is none, which another try may mend. */
export function readChoices(json: unknown, readOne: (choice: ChatChoice) => Choice): readonly Choice[] {
  const { choices, error } = Object(json) as { choices?: unknown; error?: unknown };
  if (error !== undefined && error !== null && isRefusal(JSON.stringify(json))) return ["refused"];
  if (!Array.isArray(choices) || choices.length === 0) throw new Error("it has no choices");
  return choices.map((choice: ChatChoice) => {
    if (typeof choice?.message !== "object" || choice.message === null) throw new Error("a choice has no message");
    const isRefused = choice.finish_reason === "content_filter" || Boolean(choice.message.refusal);
    return isRefused ? "refused" : readOne(choice);
  });
}

/** Reads the class from the text of a sample. */
export function readText(classCount: number, labelOf: (text: string) => number): (choice: ChatChoice) => Choice {
  return ({ message }) => {
    const label = typeof message!.content === "string" ? labelOf(message!.content) : -1;
    if (label < 0) return "unreadable";
    const probs = new Float64Array(classCount);
    probs[label] = 1;
    return probs;
  };
}

/**
 * Reads the classes from the probabilities of the first token. Tokens that begin no label are left out, and so are
 * those that begin several. Classes that are not among the tokens listed share the rest, none of them with more than
 * the last token listed.
 */
export function readLogProbs(classCount: number, { beginning }: LabelMatcher): (choice: ChatChoice) => Choice {
  return ({ logprobs }) => {
    const listed = logprobs?.content?.[0]?.top_logprobs;
    if (!Array.isArray(listed) || listed.length === 0) {
      throw new Error('it has no top log-probabilities of tokens; a service that gives none needs read: "text"');
    }
    const probs = new Float64Array(classCount);
    let [total, least] = [0, 1];
    for (const { token, logprob } of listed) {
      const prob = typeof logprob === "number" ? Math.exp(logprob) : Number.NaN;
      if (typeof token !== "string" || !(prob <= 1 + 1e-6)) throw new Error("a log-probability is wrong");
      total += prob;
      least = Math.min(least, prob);
      const label = beginning(token);
      if (label >= 0) probs[label]! += prob;
    }
    const mass = probs.reduce((sum, prob) => sum + prob, 0);
    if (mass < LEAST_MASS) return "unreadable";
    const unseen = probs.filter((prob) => prob === 0).length;
    const share = unseen === 0 ? 0 : Math.min(Math.max(0, 1 - total) / unseen, least);
    return probs.map((prob) => (prob === 0 ? share : prob) / (mass + unseen * share));
  };
}
