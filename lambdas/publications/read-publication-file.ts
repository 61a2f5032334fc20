/**
 * Reads a publication file, and says of everything wrong with it in which line it stands.
 */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { RundbriefError } from '../domain/errors.ts';
import { nearest } from './nearest.ts';
import { KNOWN_KEYS, type PublicationFile, publicationFile } from './publication-schema.ts';

/** Where something is wrong in a file and what to do; `line` and `column` count from 1. */
export interface Problem {
  line: number;
  column?: number;
  message: string;
}

export class PublicationFileError extends RundbriefError {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
    const lines = problems.map(({ line, column, message }) => `line ${line}, column ${column ?? 1}: ${message}`);
    super('invalid', `The publication file has ${count}:\n${lines.join('\n')}`);
    this.name = 'PublicationFileError';
    this.problems = problems;
  }
}

/** What can only be checked against the rest of the file or the stage; a path names the place. */
export interface Complaint {
  path: PropertyKey[];
  message: string;
  /** The name is what is wrong, not its value. */
  isAboutName?: boolean;
}

const MOST_CHARACTERS = 500_000;

/**
 * @param check - complaints about a file that is well-formed in itself
 * @throws PublicationFileError naming every problem found
 */
export function readPublicationFile(yamlText: string, check: (file: PublicationFile) => Complaint[]): PublicationFile {
  if (yamlText.length > MOST_CHARACTERS) throw new PublicationFileError([{ line: 1, message: 'The file is too long' }]);
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length) {
    throw new PublicationFileError(
      document.errors.map(({ pos, message }) => ({ ...place(pos[0]), message: `This is not YAML: ${message}` })),
    );
  }
  const complain = (complaints: Complaint[]) => {
    const problems = complaints.map(({ path, message, isAboutName }) => ({
      ...place(offsetOf(document, path, isAboutName)),
      message: `${nameOf(path)} ${message}`.trim(),
    }));
    problems.sort((one, other) => one.line - other.line || one.column - other.column);
    return new PublicationFileError(problems);
  };
  const parsed = publicationFile.safeParse(contentOf(document), { error: inPlainWords });
  if (!parsed.success) throw complain(complaintsOf(parsed.error.issues));
  const complaints = check(parsed.data);
  if (complaints.length) throw complain(complaints);
  return parsed.data;
}

function contentOf(document: Document): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases that multiply without end are refused by the parser here.
    const message = `This is not YAML we can read: ${cause instanceof Error ? cause.message : cause}`;
    throw new PublicationFileError([{ line: 1, column: 1, message }]);
  }
}

function complaintsOf(issues: z.core.$ZodIssue[]): Complaint[] {
  const mistyped = new Set<string>();
  const complaints = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [];
    const known = KNOWN_KEYS[issue.path.filter((part) => typeof part === 'string').join('.')] ?? [];
    return issue.keys.map((key) => {
      const likely = nearest(key, known);
      if (likely) mistyped.add([...issue.path, likely].join('.'));
      const advice = likely ? `did you mean “${likely}”?` : `known here: ${known.join(', ')}`;
      return { path: [...issue.path, key], message: `is not a word we know; ${advice}`, isAboutName: true };
    });
  });
  // A mistyped word is one mistake: that the right one is missing goes without saying.
  const others = issues.filter(({ code, path }) => code !== 'unrecognized_keys' && !mistyped.has(path.join('.')));
  return [...complaints, ...others.map(({ path, message }) => ({ path, message }))];
}

/** For every issue to which the schema gives no words of its own. */
function inPlainWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'too_big' && issue.origin === 'array') return `may have at most ${issue.maximum} entries`;
  if (issue.code !== 'invalid_type') return undefined;
  if (issue.input === undefined) return 'is missing';
  if (issue.input === null) return 'is empty';
  if (issue.expected === 'string') return 'must be text: put it in quotes';
  if (issue.expected === 'array') return 'must be a list: one entry a line, each beginning with “- ”';
  if (issue.expected === 'object') return 'must be a group of “name: value” lines';
  return undefined;
}

/** `digests › 2 › time`: entries count from 1, as people count. */
function nameOf(path: PropertyKey[]): string {
  if (!path.length) return 'The file';
  return path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join(' › ');
}

/** Where the value at this path begins; what is missing is missing in the innermost thing that is there. */
function offsetOf(document: Document, path: PropertyKey[], isAboutName = false): number {
  const keyOffset = offsetOfKey(document, path);
  if (isAboutName && keyOffset !== undefined) return keyOffset;
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range && !(isScalar(node) && node.value === null)) return node.range[0];
    if (depth === path.length && keyOffset !== undefined) return keyOffset;
  }
  return document.contents?.range?.[0] ?? 0;
}

/** The key itself, for a word we do not know and for a value that is empty. */
function offsetOfKey(document: Document, path: PropertyKey[]): number | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1));
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}
