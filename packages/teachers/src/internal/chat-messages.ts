import type { ChatMessage, ChatPrompt } from "../chat-prompt.ts";

/** Makes the messages that ask about one example. */
export function chatMessages(prompt: ChatPrompt, example: unknown, labels: readonly string[]): readonly ChatMessage[] {
  const made = typeof prompt === "function" ? prompt(example, labels) : fill(prompt, example, labels);
  return typeof made === "string" ? [{ role: "user", content: made }] : made;
}

/** Replaces both marks at once, so that an example that has one in its own text stays as it is. */
function fill(template: string, example: unknown, labels: readonly string[]): string {
  const text = typeof example === "string" ? example : JSON.stringify(example);
  return template.replace(/\{(example|labels)\}/g, (_, name) => (name === "example" ? text : labels.join(", ")));
}
