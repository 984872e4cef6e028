/** A phrase that reads as translated, and what to write instead. */
const PHRASES: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\banew\b/i, '"again"'],
  [/\bgone on with\b/i, '"resumed"'],
  [/\bwhen left out\b/i, '"Default: …"'],
  [/\blets? go of\b/i, '"releases"'],
  [/\bof one['’]s own\b/i, '"custom" or "your own"'],
  [/\bbrought to the disk\b/i, '"flushed to disk"'],
];

/** Lists phrases to avoid in a text, by line. */
export function wordingOfMarkdown(file: string, text: string): string[] {
  return text.split("\n").flatMap((line, index) => phrasesIn(`${file}:${index + 1}`, line));
}

/** Lists what to word otherwise in the comments of a source: phrases, and the form of summaries, defaults and `@returns`. */
export function wordingOfSource(file: string, text: string): string[] {
  const docstrings = [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap((match) => {
    const place = `${file}:${lineOf(text, match.index)}`;
    const prose = match[0].replace(/^\s*\/?\*+\/? ?|\s*\*\/$/gm, "").replace(/```[\s\S]*?```/g, "");
    return [...phrasesIn(place, prose.replace(/\s+/g, " ")), ...formOf(place, prose.trim())];
  });
  const comments = [...text.matchAll(/^\s*\/\/ .*$/gm)].flatMap((match) =>
    phrasesIn(`${file}:${lineOf(text, match.index + match[0].indexOf("//"))}`, match[0]),
  );
  return [...docstrings, ...comments];
}

function phrasesIn(place: string, text: string): string[] {
  return PHRASES.flatMap(([phrase, instead]) => {
    const found = phrase.exec(text);
    return found ? [`${place}: write ${instead}, not "${found[0]}"`] : [];
  });
}

function formOf(place: string, prose: string): string[] {
  const problems: string[] = [];
  if (/^What\s/.test(prose)) problems.push(`${place}: name the thing or start with a verb, not with "What"`);
  if (/(^|[.;]\s+)Default(?!:| of )\s/.test(prose)) problems.push(`${place}: write "Default: …"`);
  for (const [, returned = ""] of prose.matchAll(/^@returns\s([\s\S]*?)(?=\n@|\n\n|$(?![\s\S]))/gm)) {
    if (/^[A-Z][a-z]/.test(returned)) problems.push(`${place}: start @returns with a lower-case letter`);
    if (/\.\s*$/.test(returned)) problems.push(`${place}: end @returns without a full stop`);
  }
  return problems;
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
