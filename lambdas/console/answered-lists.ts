/** Imports as the API says them. */
import { type Import, problemInWords } from '../audience/index.ts';
import type { SubscriberImportAnswer } from './answers-lists.ts';

const time = (at: Date | undefined) => at?.toISOString() ?? null;

export function answeredSubscriberImport(one: Import): SubscriberImportAnswer {
  const { id, publicationId, state, fileName, bytes, rows, counters, unknownTopics, reportParts, problem, by } = one;
  return {
    ...{ id, publicationId, state, fileName, bytes, rows, counters, unknownTopics, reportParts, by },
    parts: Object.entries(one.parts).map(([part, is]) => ({ part: Number(part), ...is })),
    format: one.format ?? null,
    encoding: one.encoding ?? null,
    delimiter: one.delimiter ?? null,
    columns: one.columns ?? null,
    hasHeader: one.hasHeader ?? null,
    proposed: one.proposed ?? null,
    decided: one.decided ?? null,
    provenance: one.provenance ?? null,
    dryRun: one.dryRun ?? null,
    problem: problem ? { kind: problem.kind, line: problem.line ?? null, message: problemInWords(problem) } : null,
    beganAt: one.beganAt.toISOString(),
    readyAt: time(one.readyAt),
    decidedAt: time(one.decidedAt),
    cancelledAt: time(one.cancelledAt),
    endedAt: time(one.endedAt),
    triedAt: time(one.triedAt),
  };
}
