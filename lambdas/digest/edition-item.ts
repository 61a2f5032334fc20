/** The shape of an edition and of a run in the table; only the store knows it. */
import type { EventDetails } from '../domain/article.ts';
import type { Edition, EditionItem } from '../domain/edition.ts';
import { type CompositionRun, type EditRun, parseEditionId } from './editions.ts';

type Stored<Value> = Value extends Date
  ? string
  : Value extends (infer Element)[]
    ? Stored<Element>[]
    : Value extends object
      ? { [Key in keyof Value]: Stored<Value[Key]> }
      : Value;

export type EditionRecord = Stored<Edition> & {
  pk: string;
  sk: string;
  request: string;
  sendsPk?: string;
  sendsSk?: string;
};

export type RunRecord = Stored<CompositionRun> & { pk: string; sk: string; ttl: number };

const HOUR_SECONDS = 60 * 60;
const RUN_KEPT_SECONDS = 180 * 24 * HOUR_SECONDS;
/** Of a schedule that looks several times a day, a week without news is enough to see that it does. */
const FREQUENT_KEPT_SECONDS = 7 * 24 * HOUR_SECONDS;
const SELDOM_AFTER_SECONDS = 20 * HOUR_SECONDS;

export const partitionOf = (publicationId: string) => `PUB#${publicationId}`;
export const editionSortKey = (number: number) => `EDITION#${String(number).padStart(8, '0')}`;
export const claimKey = (publicationId: string, request: string) => ({
  pk: partitionOf(publicationId),
  sk: `CLAIM#${request}`,
});
export const runKey = (publicationId: string, requestId: string) => ({
  pk: partitionOf(publicationId),
  sk: `RUN#${requestId}`,
});

/** @returns undefined for anything that is no edition's id */
export function editionKey(editionId: string): { pk: string; sk: string } | undefined {
  const parsed = parseEditionId(editionId);
  return parsed && { pk: partitionOf(parsed.publicationId), sk: editionSortKey(parsed.number) };
}

export function editionRecord(edition: Edition, request: string): EditionRecord {
  return {
    pk: partitionOf(edition.publicationId),
    sk: editionSortKey(edition.number),
    request,
    ...edition,
    items: edition.items.map((item) => ({
      ...item,
      publishedAt: item.publishedAt.toISOString(),
      event: item.event && {
        ...item.event,
        startsAt: item.event.startsAt.toISOString(),
        endsAt: item.event.endsAt?.toISOString(),
      },
    })),
    window: { from: edition.window.from.toISOString(), until: edition.window.until.toISOString() },
    composedAt: edition.composedAt.toISOString(),
    dueAt: edition.dueAt?.toISOString(),
    frozenAt: edition.frozenAt?.toISOString(),
    changed: edition.changed && { ...edition.changed, at: edition.changed.at.toISOString() },
    approval: edition.approval && { ...edition.approval, at: edition.approval.at.toISOString() },
    sendAt: edition.sendAt?.toISOString(),
  };
}

export function editionFrom({ pk, sk, request, sendsPk, sendsSk, ...record }: EditionRecord): Edition {
  return {
    ...record,
    items: record.items.map(itemFrom),
    window: { from: new Date(record.window.from), until: new Date(record.window.until) },
    composedAt: new Date(record.composedAt),
    ...withDate('dueAt', record.dueAt),
    ...withDate('frozenAt', record.frozenAt),
    ...(record.changed && { changed: { ...record.changed, at: new Date(record.changed.at) } }),
    ...(record.approval && { approval: { ...record.approval, at: new Date(record.approval.at) } }),
    ...withDate('sendAt', record.sendAt),
  } as Edition;
}

function itemFrom({ event, publishedAt, ...item }: Stored<EditionItem>): EditionItem {
  return { ...item, publishedAt: new Date(publishedAt), ...(event && { event: eventFrom(event) }) };
}

function eventFrom({ startsAt, endsAt, ...event }: Stored<EventDetails>): EventDetails {
  return { ...event, startsAt: new Date(startsAt), ...withDate('endsAt', endsAt) };
}

function withDate<Name extends string>(name: Name, value: string | undefined): { [key in Name]?: Date } {
  return (value === undefined ? {} : { [name]: new Date(value) }) as { [key in Name]?: Date };
}

export function runRecord(run: CompositionRun): RunRecord {
  return {
    ...runKey(run.publicationId, run.requestId),
    ...run,
    at: run.at.toISOString(),
    outcome:
      run.outcome.kind === 'skipped' ? { ...run.outcome, nextAt: run.outcome.nextAt?.toISOString() } : run.outcome,
    ttl: Math.floor(run.at.getTime() / 1000) + secondsKept(run),
  };
}

function secondsKept({ at, outcome }: CompositionRun): number {
  if (outcome.kind !== 'skipped' || !outcome.nextAt) return RUN_KEPT_SECONDS;
  const untilNext = (outcome.nextAt.getTime() - at.getTime()) / 1000;
  return untilNext < SELDOM_AFTER_SECONDS ? FREQUENT_KEPT_SECONDS : RUN_KEPT_SECONDS;
}

export function runFrom({ pk, sk, ttl, at, outcome, ...run }: RunRecord): CompositionRun {
  return { ...run, at: new Date(at), outcome: outcomeFrom(outcome) };
}

function outcomeFrom(outcome: RunRecord['outcome']): CompositionRun['outcome'] {
  if (outcome.kind !== 'skipped') return outcome;
  const { nextAt, ...skipped } = outcome;
  return { ...skipped, ...withDate('nextAt', nextAt) };
}

export type EditRecord = Stored<EditRun> & { pk: string; sk: string; ttl: number };

/** @returns undefined for anything that is no edition's id */
export function editKey(editionId: string, requestId: string): { pk: string; sk: string } | undefined {
  const parsed = parseEditionId(editionId);
  return parsed && { pk: partitionOf(parsed.publicationId), sk: `EDIT#${editionId}#${requestId}` };
}

/** @returns undefined for anything that is no edition's id */
export function checkKey(editionId: string, contentHash: string): { pk: string; sk: string } | undefined {
  const parsed = parseEditionId(editionId);
  return parsed && { pk: partitionOf(parsed.publicationId), sk: `CHECK#${editionId}#${contentHash}` };
}
