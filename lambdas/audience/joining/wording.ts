import { createHash } from 'node:crypto';

/** What stands in a text of consent besides the words. */
export interface Names {
  title: string;
  sender: string;
}

/** Texts by version. */
export type Texts = readonly [version: string, text: (names: Names) => string][];

/** What a person agrees to, word for word, with the version, names and SHA-256 that the proof will name. */
export interface ConsentWording extends Names {
  text: string;
  version: string;
  hash: string;
}

export function wordingOf(texts: ReadonlyMap<string, (names: Names) => string>, version: string, names: Names) {
  const { title, sender } = names;
  const text = texts.get(version)?.({ title, sender });
  if (text === undefined) throw new Error(`There is no wording ${version}`);
  return { title, sender, text, version, hash: createHash('sha256').update(text).digest('hex') };
}

/** What a proof names of a text: it is known by its version. */
export function provable({ text, ...named }: ConsentWording): Omit<ConsentWording, 'text'> {
  return named;
}
