/** Looks for a person in everything a local run keeps: the test of an erasure. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { domainToUnicode } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Journey } from './local-run.ts';

/** One thing that is kept, named so that a person finds it again. */
interface Kept {
  where: string;
  bytes: Buffer;
}

/**
 * Everything a run keeps, but for two folders: `mail`, which stands for the mailboxes of the recipients, and `dynamodb`,
 * whose tables are read item by item, since the files of the database keep what it has deleted until it tidies up.
 */
export async function everythingKept(journey: Journey): Promise<Kept[]> {
  return [
    ...(await itemsOfTables(journey)),
    ...messagesOfQueues(join(journey.dataDir, 'queues')),
    ...filesOf(journey.dataDir, ['mail', 'dynamodb', 'queues']),
    ...journey.printed.map((line) => ({ where: 'terminal', bytes: Buffer.from(line) })),
  ];
}

/** Where the address is kept, in whatever spelling and however it is encoded. */
export async function placesOf(address: string, journey: Journey): Promise<string[]> {
  const isThere = searchFor(address);
  return (await everythingKept(journey)).filter(({ bytes }) => isThere(bytes)).map(({ where }) => where);
}

async function itemsOfTables({ run }: Journey): Promise<Kept[]> {
  const client = new DynamoDBClient({ endpoint: run.url, region: 'eu-central-1', credentials: run.operator });
  const dynamo = DynamoDBDocumentClient.from(client);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const kept: Kept[] = [];
  for (const TableName of TableNames) {
    for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName, ConsistentRead: true })) {
      for (const item of Items) {
        const where = `table ${TableName}: ${String(item.pk)} / ${String(item.sk)}`;
        kept.push({ where, bytes: Buffer.from(JSON.stringify(item, readably)) });
      }
    }
  }
  return kept;
}

/** Sets and binary values, which JSON does not know. */
function readably(this: unknown, name: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[name];
  if (original instanceof Set) return [...original];
  if (original instanceof Uint8Array) return [Buffer.from(original).toString('latin1')];
  return value;
}

/** Of every queue, dead-letter queues and messages in flight among them. */
function messagesOfQueues(folder: string): Kept[] {
  return filesIn(folder)
    .filter((file) => /\.(db|sqlite3?)$/.test(file))
    .flatMap((file) => {
      const database = new DatabaseSync(file, { readOnly: true });
      const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
      const rows = tables.flatMap(({ name }) =>
        database
          .prepare(`SELECT * FROM "${String(name)}"`)
          .all()
          .map((row) => ({ where: `queues: ${String(name)}`, bytes: Buffer.from(JSON.stringify(row, readably)) })),
      );
      database.close();
      return rows;
    });
}

/** Objects of buckets, logs and all else; a name is kept, too. */
function filesOf(folder: string, excluded: string[]): Kept[] {
  return filesIn(folder)
    .map((file) => ({ file, where: relative(folder, file) }))
    .filter(({ where }) => !excluded.includes(where.split(/[\\/]/)[0] ?? ''))
    .map(({ file, where }) => ({
      where: `file ${where}`,
      bytes: Buffer.concat([Buffer.from(`${where}\n`), readFileSync(file)]),
    }));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** @returns whether bytes hold the address, its name alone, or its domain as it is typed or as it travels */
export function searchFor(address: string): (bytes: Buffer) => boolean {
  const [name = '', domain = ''] = address.toLowerCase().split('@');
  const needles = [name, domain, domainToUnicode(domain)];
  return (bytes) => readings(bytes).some((text) => needles.some((needle) => text.toLowerCase().includes(needle)));
}

/** Texts within texts: how deep programs wrap what they pass on. */
const DEEPEST = 6;

/** All that bytes may say, decoded where they are encoded, again and again. */
function readings(bytes: Buffer, depth = 0): string[] {
  const found = [bytes.toString('utf8'), bytes.toString('latin1')];
  if (depth >= DEEPEST) return found;
  const [text = ''] = found;
  const inner = new Set<string>([withoutSoftBreaks(text), unquoted(text), percentDecoded(text), unescaped(text)]);
  inner.delete(text);
  const encoded = [...unzipped(bytes), ...runsOf(text)];
  return [
    ...found,
    ...[...inner].flatMap((one) => readings(Buffer.from(one), depth + 1)),
    ...encoded.flatMap((one) => readings(one, depth + 1)),
  ];
}

const withoutSoftBreaks = (text: string) => text.replace(/=\r?\n/g, '');

/** Quoted-printable, of bodies and of encoded words. */
function unquoted(text: string): string {
  if (!/=[0-9A-F]{2}/i.test(text)) return text;
  const bytes = withoutSoftBreaks(text).replace(/(?:=[0-9A-F]{2})+/gi, (run) =>
    Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'),
  );
  return bytes;
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9A-F]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

/** JSON in JSON, and the entities of HTML. */
function unescaped(text: string): string {
  return text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\(["\\/])/g, '$1')
    .replace(/&#x([0-9a-f]+);/gi, (_, hex) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,7});/g, (_, number) => String.fromCodePoint(Math.min(Number(number), 0x10ffff)));
}

/** Runs of base64 and of hexadecimal digits that could hold a name. */
function runsOf(text: string): Buffer[] {
  const base64 = text.match(/[A-Za-z0-9+/_-]{12,}={0,2}/g) ?? [];
  const joined = text.replace(/\r?\n/g, '').match(/[A-Za-z0-9+/]{60,}={0,2}/g) ?? [];
  const hex = text.match(/(?:[0-9a-f]{2}){8,}/gi) ?? [];
  return [
    // Whatever stands before the run may have shifted it.
    ...[...base64, ...joined].flatMap((run) => [0, 1, 2, 3].map((shift) => Buffer.from(run.slice(shift), 'base64'))),
    ...hex.map((run) => Buffer.from(run, 'hex')),
  ].filter(isText);
}

/** Random bytes are decoded no further: they would be decoded for ever. */
function isText(bytes: Buffer): boolean {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return true;
  const printable = bytes.filter((byte) => byte >= 32 && byte < 127).length;
  return bytes.length > 5 && printable > bytes.length * 0.7;
}

function unzipped(bytes: Buffer): Buffer[] {
  const at = bytes.indexOf(Buffer.from([0x1f, 0x8b, 0x08]));
  if (at < 0) return [];
  try {
    return [gunzipSync(bytes.subarray(at))];
  } catch {
    return [];
  }
}
