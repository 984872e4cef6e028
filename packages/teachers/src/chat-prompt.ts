/** One message of a chat. */
export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/**
 * How a language model is asked about an example: a text in which `{example}` is replaced by the example (as JSON
 * unless it is a text) and `{labels}` by the labels, with commas between them; or a function that returns such a text
 * or whole messages.
 */
export type ChatPrompt = string | ((example: unknown, labels: readonly string[]) => string | readonly ChatMessage[]);
