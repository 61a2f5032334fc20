import { createInterface } from 'node:readline/promises';
import * as z from 'zod';
import { type ExplorationAnswer, explorationAnswer } from '../../lambdas/console/answers.ts';
import { type ApiClient, path } from './api-client.ts';
import { CliFailure, UsageFailure } from './failures.ts';
import { columns, moment, type Output } from './output.ts';
import { until } from './waiting.ts';

export type Candidate = ExplorationAnswer['candidates'][number];

const EXPLORE_TIMEOUT_MS = 90_000;
const asked = z.object({ explorationId: z.string() });

/** Asks what an address offers, and waits for the answer. Nothing is stored. */
export async function explore(
  client: ApiClient,
  publication: string,
  wish: { url: string; kind?: string; selectors?: Record<string, string> },
): Promise<ExplorationAnswer> {
  const { explorationId } = await client.post(path`/publications/${publication}/explorations`, { ...wish }, asked);
  const found = await until(
    () => client.find(path`/publications/${publication}/explorations/${explorationId}`, explorationAnswer),
    { timeoutMs: EXPLORE_TIMEOUT_MS, firstPauseMs: 100 },
  );
  if (found) return found;
  throw new CliFailure(`What ${wish.url} offers is not found out after ${EXPLORE_TIMEOUT_MS / 1000} seconds`);
}

/** @throws CliFailure, after all was shown, when no article was found */
export function showPreview(
  out: Output,
  { candidates }: ExplorationAnswer,
  { items, problem }: Pick<ExplorationAnswer, 'items' | 'problem'>,
): void {
  out.result({ candidates, items }, () => [
    ...inLines(candidates),
    ...columns(items.map(({ title, publishedAt, url }) => [moment(publishedAt), title, url ?? ''])),
  ]);
  if (problem && items.length === 0) throw new CliFailure(problem);
  if (problem) out.note(problem);
}

/**
 * Which of the candidates is meant: the one that was named, the only sensible one, or the one a person at a terminal
 * chooses. Without a terminal nobody is waited for.
 *
 * @param nth - from 1, as they are listed
 * @throws CliFailure with all of them when it is not clear; UsageFailure when there are not so many
 */
export async function choose(
  { candidates, chosen, problem }: ExplorationAnswer,
  { nth, kind }: { nth?: number; kind?: string },
  out: Output,
): Promise<Candidate> {
  const offered = kind ? candidates.filter((one) => one.kind === kind) : candidates;
  if (offered.length === 0) throw new CliFailure(nothingFound(problem, kind));
  if (nth !== undefined) return nthOf(candidates, nth);
  const isChosen = ({ kind: one, url }: Candidate) => one === chosen?.kind && url === chosen.url;
  const clear = clearChoice(offered.toSorted((one, other) => Number(isChosen(other)) - Number(isChosen(one))));
  if (clear) return clear;
  if (!out.isJson && process.stdin.isTTY && process.stderr.isTTY) return ask(candidates, out);
  const preferred = candidates.findIndex(isChosen) + 1 || 1;
  throw new CliFailure(`Several feeds are offered. Choose one, such as the first, with --candidate ${preferred}:`, [
    ...inLines(candidates),
  ]);
}

/** @throws UsageFailure when there are not so many */
export function nthOf(candidates: Candidate[], nth: number): Candidate {
  const named = candidates[nth - 1];
  if (named) return named;
  throw new UsageFailure(`There are only ${candidates.length} to choose from, no number ${nth}`);
}

/** Best first: only several feeds with different articles leave a choice. */
function clearChoice(candidates: Candidate[]): Candidate | undefined {
  const [best] = candidates;
  if (best?.kind !== 'feed') return best;
  const feeds = candidates.filter(({ kind, ...one }) => kind === 'feed' && !isOfComments(one));
  const distinct = new Map(feeds.map((feed) => [withoutFormat(feed.title), feed]));
  return distinct.size > 1 ? undefined : (feeds[0] ?? best);
}

const isOfComments = ({ title, url }: Omit<Candidate, 'kind'>) => /kommentar|comments?\b/i.test(`${title} ${url}`);

/** The same feed as RSS and as Atom is no choice for anyone; feeds without a name are all different. */
function withoutFormat(title: string): string {
  const core = title.replace(/\b(?:rss|atom|json|xml|feed|version|[\d.]+)\b/gi, '').replace(/[^\p{L}\p{N}]+/gu, ' ');
  return core.trim().toLowerCase();
}

async function ask(candidates: Candidate[], out: Output): Promise<Candidate> {
  for (const line of inLines(candidates)) out.note(line);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    for (;;) {
      const answer = await terminal.question(`Which one (1–${candidates.length})? `);
      const chosen = candidates[Number(answer.trim()) - 1];
      if (chosen) return chosen;
    }
  } catch {
    // Ctrl-C or the end of the input.
    throw new CliFailure('Nothing was chosen, nothing was added');
  } finally {
    terminal.close();
  }
}

function nothingFound(problem: string | null, kind: string | undefined): string {
  const why = problem ?? (kind ? `Nothing of the kind ${kind} was found there` : 'Nothing was found there');
  return `${why.replace(/\.$/, '')}. To add the address as it is, use --no-explore`;
}

const inLines = (candidates: Candidate[]) =>
  columns(candidates.map(({ kind, title, url }, index) => [`${index + 1}`, kind, url, title]));
