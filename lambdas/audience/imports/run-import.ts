import * as z from 'zod';
import type { Publication } from '../../domain/publication.ts';
import type { Objects } from '../../platform/objects.ts';
import { inParallel } from '../in-parallel.ts';
import { reportKey, rowsKey, seenKey } from './handover-keys.ts';
import type { ImportRecords } from './import-records.ts';
import { type Import, NO_COUNTERS, type ReportedLine } from './imports.ts';
import { type Judgement, judgeRow } from './judge-row.ts';
import type { Row } from './read-table.ts';
import { markOf, type SeenIds, seenIds } from './seen-ids.ts';
import { type TakeInDeps, takeInPage, tryPage } from './take-in-page.ts';
import type { ImportMessage } from './which-import.ts';

export interface RunDeps extends TakeInDeps {
  imports: ImportRecords;
  handover: Objects;
  addressKey: string;
  now: () => Date;
  remainingMs: () => number;
}

/** A page takes a second or two; one that is throttled may take longer. */
const MS_KEPT_FOR_A_PAGE = 30_000;
const READ_AT_ONCE = 16;
const JSON_TYPE = { contentType: 'application/json' };

const storedRows = z.array(z.tuple([z.number()], z.string()));
const storedMarks = z.array(z.number());

/**
 * Works on the pages of a running import, one after another, while there is time. A page counts when its outcomes lie in
 * the bucket and its numbers in the record; one that was cut off is done again, and comes to the same.
 *
 * @returns the import as it is then: still running when the time was up; undefined when another worker was faster, who
 *   then goes on
 */
export async function runImport(current: Import, publication: Publication, deps: RunDeps): Promise<Import | undefined> {
  const which = { publicationId: current.publicationId, importId: current.id };
  const seen = current.dryRun ? await seenSoFar(current, deps) : undefined;
  let running: Import | undefined = current;
  while (running?.state === 'running' && running.run === current.run && deps.remainingMs() > MS_KEPT_FOR_A_PAGE) {
    const page = running.pages.done;
    const rows = await readPage(which, page, deps);
    if (!rows) return deps.imports.fail(which, { kind: 'file-gone' }, deps.now());
    const judged = judgePage(rows, running, { publication, addressKey: deps.addressKey });
    const reported = seen
      ? await tryNext({ ...which, run: running.run }, page, { judged, seen }, deps)
      : await takeInPage(judged, provenanceOf(running), deps);
    await deps.handover.put(reportKey({ ...which, run: running.run }, page), JSON.stringify(reported), JSON_TYPE);
    running = await deps.imports.commit(
      { ...which, run: running.run },
      { page, ...totalOf(judged, reported), at: deps.now() },
    );
  }
  return running;
}

/** @returns undefined when the bucket has forgotten it */
async function readPage(which: ImportMessage, page: number, { handover }: RunDeps): Promise<Row[] | undefined> {
  const stored = await handover.get(rowsKey(which, page));
  if (!stored) return undefined;
  const rows = storedRows.parse(JSON.parse(Buffer.from(stored.body).toString()));
  return rows.map(([line, ...cells]) => ({ line, cells }));
}

function judgePage(
  rows: Row[],
  { format = 'other', decided = [], decidedAt = new Date(0) }: Import,
  settings: { publication: Publication; addressKey: string },
): Judgement[] {
  return rows.map((row) => judgeRow(row, { ...settings, format, mapping: decided, at: decidedAt }));
}

function provenanceOf({ id, publicationId, provenance = '', by, decidedAt = new Date(0) }: Import) {
  return { importId: id, publicationId, statement: provenance, by, at: decidedAt };
}

/** People are noted before the page counts, so that who goes on from here knows them. */
async function tryNext(
  which: ImportMessage & { run: number },
  page: number,
  { judged, seen }: { judged: Judgement[]; seen: SeenIds },
  deps: RunDeps,
): Promise<ReportedLine[]> {
  const reported = await tryPage(judged, { publicationId: which.publicationId, seen }, deps);
  const added = new Set(reported.filter(({ outcome }) => outcome === 'added').map(({ line }) => line));
  const marks = judged.flatMap((one) =>
    'candidate' in one && added.has(one.line) ? [markOf(one.candidate.subscriberId)] : [],
  );
  await deps.handover.put(seenKey(which, page), JSON.stringify(marks), JSON_TYPE);
  return reported;
}

/** Of the pages that count. */
async function seenSoFar(current: Import, { handover }: RunDeps): Promise<SeenIds> {
  const which = { publicationId: current.publicationId, importId: current.id, run: current.run };
  const seen = seenIds();
  const pages = Array.from({ length: current.pages.done }, (_, page) => page);
  await inParallel(pages, READ_AT_ONCE, async (page) => {
    const stored = await handover.get(seenKey(which, page));
    if (!stored) return;
    for (const mark of storedMarks.parse(JSON.parse(Buffer.from(stored.body).toString()))) seen.addMark(mark);
  });
  return seen;
}

function totalOf(judged: Judgement[], reported: ReportedLine[]) {
  const counters = { ...NO_COUNTERS };
  for (const { outcome } of reported) counters[outcome] += 1;
  const unknown = judged.flatMap(({ unknownTopics }) => unknownTopics);
  return { counters, rows: reported.length, unknownTopics: [...new Set(unknown)].filter(mayBeShown) };
}

const MOST_TOPIC_NAME = 60;

/** A column that is no list of topics at all may hold anything, addresses too. */
const mayBeShown = (name: string) => name.length <= MOST_TOPIC_NAME && !name.includes('@');
