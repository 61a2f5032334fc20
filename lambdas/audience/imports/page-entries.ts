import type { ImportOutcome, ReportedLine } from './imports.ts';
import type { Candidate, Judgement } from './judge-row.ts';

/** One person of a page, perhaps of several lines. */
export interface Entry {
  candidate: Candidate;
  lines: { line: number; notes: string[] }[];
}

/** What a person's first line of the page came to; their further lines are then `merged`, or came to the same. */
export type Verdict = { outcome: ImportOutcome; isNew?: boolean };

/** Lines of one person together: their topics united, the rest as the first line says it. */
export function entriesOf(judged: Judgement[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const one of judged) {
    if (!('candidate' in one)) continue;
    const { candidate, line, notes } = one;
    const entry = entries.get(candidate.subscriberId);
    if (!entry) entries.set(candidate.subscriberId, { candidate, lines: [{ line, notes }] });
    else {
      entry.candidate = { ...entry.candidate, ...united(entry.candidate, candidate) };
      entry.lines.push({ line, notes });
    }
  }
  return [...entries.values()];
}

/** No topics means all of them; paces of their own are for topics that are named. */
export function united(one: Wants, other: Wants): Wants {
  if (one.topics.length === 0 || other.topics.length === 0) return { topics: [], cadences: undefined };
  const hasOwn = one.cadences || other.cadences;
  return {
    topics: [...new Set([...one.topics, ...other.topics])],
    cadences: hasOwn ? { ...other.cadences, ...one.cadences } : undefined,
  };
}

type Wants = Pick<Candidate, 'topics' | 'cadences'>;

/** What became of each line of a page, in their order. */
export function reportOf(judged: Judgement[], entries: Entry[], verdicts: Map<string, Verdict>): ReportedLine[] {
  const firstLines = new Set(entries.map(({ lines }) => lines[0]?.line));
  return judged.map((one) => {
    if (!('candidate' in one)) return one.reported;
    const { outcome = 'invalid' } = verdicts.get(one.candidate.subscriberId) ?? {};
    const isFurther = outcome === 'added' && !firstLines.has(one.line);
    const reason = one.notes.join(' ');
    return { line: one.line, outcome: isFurther ? 'merged' : outcome, ...(reason ? { reason } : {}) };
  });
}
