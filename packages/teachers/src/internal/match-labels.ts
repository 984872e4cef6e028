/** Finds the class that a text stands for. */
export interface LabelMatcher {
  /** The class whose label a whole text is; −1 for any other text. */
  whole(text: string): number;
  /** The only class whose label begins with a token; −1 where none or several do. */
  beginning(token: string): number;
}

/** The marks that tokenisers have for a space. */
const SPACES = /[\s▁Ġ]+/g;
const AROUND = /^["'`*([{<\s]+|["'`*)\]}>.,:;!\s]+$/g;

/** Compares with labels regardless of quotes and full stops around a text, and of case where no two labels differ by it. */
export function matchLabels(labels: readonly string[]): LabelMatcher {
  const lower = labels.map((label) => label.toLowerCase());
  const fold = (text: string) => (new Set(lower).size === labels.length ? text.toLowerCase() : text);
  const folded = labels.map((label) => fold(label.trim()));
  return {
    whole(text) {
      // A label may have such marks of its own.
      const exact = folded.indexOf(fold(text.trim()));
      return exact >= 0 ? exact : folded.indexOf(fold(text.replace(AROUND, "")));
    },
    beginning(token) {
      const start = fold(token.replace(SPACES, " ").trim());
      if (start === "") return -1;
      const found = folded.findIndex((label) => label.startsWith(start));
      return folded.findLastIndex((label) => label.startsWith(start)) === found ? found : -1;
    },
  };
}

/** The first label that another one begins with; undefined where no beginning stands for two. */
export function findPrefix(labels: readonly string[]): string | undefined {
  const folded = labels.map((label) => label.trim().toLowerCase());
  return labels.find((_, index) => folded.some((other, at) => at !== index && other.startsWith(folded[index]!)));
}
