/** Compares what the ledgers of a campaign say with what SES knows. */
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Indexes, isSettled, type Ledger, OUTCOME_SETS } from '../../lambdas/delivery/ledger.ts';
import { ledgersTable } from '../../lambdas/delivery/ledgers.ts';
import type { Acceptance, FaultySes } from './faulty-ses.ts';
import type { MortalRun } from './mortal-run.ts';

/** More than any trial has. */
const CHUNKS_AT_MOST = 1_000;

export async function ledgersIn({ url, operator }: Pick<MortalRun, 'url' | 'operator'>, campaignId: string) {
  const client = new DynamoDBClient({ endpoint: url, region: 'eu-central-1', credentials: operator });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const table = TableNames.find((name) => /Deliveries/.test(name));
  if (!table) throw new Error(`There is no Deliveries table among ${TableNames.join(', ')}`);
  const ledgers = ledgersTable(DynamoDBDocumentClient.from(client), table);
  const all = await ledgers.range({ campaignId, walk: 0, from: 1, limit: CHUNKS_AT_MOST, isExact: true });
  client.destroy();
  return all;
}

export interface Books {
  audience: number;
  /** People of whom SES has taken a mail. */
  accepted: number;
  /** People of whom it has taken more than one. */
  duplicates: number;
  /** Mails that SES has taken and of which no event ever comes. */
  eventless: number;
  /** Of the people with two, the ones of whom nobody could know: every event of the mail before was lost. */
  unknowable: number;
  /** People without a mail whom no list of the books names. */
  missing: number;
  skipped: number;
  failed: number;
  held: number;
  /** What must not be, in words; empty when the books balance. */
  faults: string[];
}

/** @param recipients - how many the audience must have been */
export function judge(ledgers: Ledger[], accepted: FaultySes['accepted'], recipients: number): Books {
  const size = (of: (ledger: Ledger) => Indexes) => ledgers.reduce((sum, ledger) => sum + of(ledger).size, 0);
  const audience = ledgers.reduce((sum, ledger) => sum + ledger.size, 0);
  const doubled = [...accepted.values()].filter(({ length }) => length > 1);
  const unknowable = doubled.filter((mails) => mails.slice(0, -1).every(({ areEventsLost }) => areEventsLost));
  const takenAt = new Set([...accepted.values()].flat().map(({ place }) => place));
  const books = {
    audience,
    accepted: accepted.size,
    duplicates: doubled.length,
    unknowable: unknowable.length,
    eventless: [...accepted.values()].flat().filter(({ areEventsLost }) => areEventsLost).length,
    missing: ledgers.reduce((sum, ledger) => sum + missingIn(ledger, takenAt), 0),
    skipped: size(({ skipped }) => skipped),
    failed: size(({ failed }) => failed),
    held: size(({ held }) => held),
  };
  return { ...books, faults: faultsOf(books, ledgers, accepted, takenAt, recipients) };
}

/** Whom SES has taken nothing for, and nobody will find in the report either. */
function missingIn(ledger: Ledger, takenAt: Set<string>): number {
  const listed = new Set([...ledger.skipped, ...ledger.failed, ...ledger.held]);
  const all = Array.from({ length: ledger.size }, (_, index) => index);
  return all.filter((index) => !listed.has(index) && !takenAt.has(`${ledger.chunk} ${index}`)).length;
}

function faultsOf(
  books: Omit<Books, 'faults'>,
  ledgers: Ledger[],
  accepted: Map<string, Acceptance[]>,
  takenAt: Set<string>,
  recipients: number,
): string[] {
  const { audience, duplicates, unknowable, missing, skipped, failed, held } = books;
  const inBooks = ledgers.reduce((sum, ledger) => sum + ledger.accepted.size, 0);
  const places = [...accepted.values()].map((mails) => new Set(mails.map(({ place }) => place)).size);
  const checks: [boolean, string][] = [
    [audience === recipients, `${audience} recipients in the books, not ${recipients}`],
    [ledgers.every(isSettled), 'a chunk is not settled'],
    [ledgers.every(isDisjoint), 'somebody stands in two lists'],
    [audience === inBooks + skipped + failed + held, 'the equation does not hold'],
    [missing === 0, `${missing} people are missing`],
    [duplicates === unknowable, `${duplicates - unknowable} people have two mails although an event of the first came`],
    [
      ledgers.every(({ chunk, accepted: inChunk }) => [...inChunk].every((index) => takenAt.has(`${chunk} ${index}`))),
      'the books say accepted of somebody whom SES has taken nothing for',
    ],
    [places.every((many) => many === 1), 'one address stands at two places'],
  ];
  return checks.flatMap(([holds, fault]) => (holds ? [] : [fault]));
}

function isDisjoint(ledger: Ledger): boolean {
  const listed = OUTCOME_SETS.flatMap((name) => [...ledger[name]]);
  return new Set(listed).size === listed.length;
}
