import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Dynalite, openDynalite } from '../../lib/local/dynalite.ts';
import { ensureTable, readTable, sweepExpired, type Table } from '../../lib/local/tables.ts';
import { table } from './tiny-assembly.ts';

let dynalite: Dynalite;
let folder = '';
const aTable = (more: Record<string, unknown> = {}): Table =>
  readTable({
    id: 'Notes',
    ref: 'Notes',
    type: 'AWS::DynamoDB::GlobalTable',
    properties: table(more).Properties ?? {},
  });
const keysIn = async () =>
  (((await dynalite.call('Scan', { TableName: 'Notes' })).Items ?? []) as Array<{ pk: { S: string } }>)
    .map(({ pk }) => pk.S)
    .sort();
const put = (pk: string, more: object = {}) =>
  dynalite.call('PutItem', { TableName: 'Notes', Item: { pk: { S: pk }, ...more } });

async function open(): Promise<void> {
  folder ||= await mkdtemp(join(tmpdir(), 'rundbrief-tables-'));
  dynalite = openDynalite(join(folder, 'db'));
}
afterEach(async () => {
  await dynalite.close();
  rmSync(folder, { recursive: true });
  folder = '';
});

describe('items that expire', () => {
  it('go once their second has passed, and not in it', async () => {
    await open();
    const notes = aTable({ TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true } });
    await ensureTable(dynalite, notes, folder, () => {});
    await put('past', { ttl: { N: '999' } });
    await put('now', { ttl: { N: '1000' } });
    await put('never');
    await put('words', { ttl: { S: 'soon' } });
    await sweepExpired(dynalite, [notes], new Date(1_000_999));
    expect(await keysIn()).toEqual(['never', 'now', 'words']);
  });

  it('stay in a table without such an attribute', async () => {
    await open();
    await ensureTable(dynalite, aTable(), folder, () => {});
    await put('past', { ttl: { N: '1' } });
    await sweepExpired(dynalite, [aTable()], new Date());
    expect(await keysIn()).toEqual(['past']);
  });
});

describe('a table whose copying was cut off', () => {
  it('is filled from the whole copy', async () => {
    await open();
    await ensureTable(dynalite, aTable(), folder, () => {});
    await put('half');
    writeFileSync(
      join(folder, 'Notes.jsonl'),
      ['a', 'b'].map((pk) => `${JSON.stringify({ pk: { S: pk } })}\n`).join(''),
    );
    await ensureTable(dynalite, aTable(), folder, () => {});
    expect(await keysIn()).toEqual(['a', 'b']);
  });

  it('keeps what it has when the copy was not finished', async () => {
    await open();
    await ensureTable(dynalite, aTable(), folder, () => {});
    await put('here');
    writeFileSync(join(folder, 'Notes.jsonl.part'), '{"pk":');
    await ensureTable(dynalite, aTable(), folder, () => {});
    expect(await keysIn()).toEqual(['here']);
  });
});

it('names --fresh where stored items lack the new key', async () => {
  await open();
  await ensureTable(dynalite, aTable(), folder, () => {});
  await put('a');
  const renamed = aTable({
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  await expect(ensureTable(dynalite, renamed, folder, () => {})).rejects.toThrow(
    'Notes: stored items have no key id; begin anew with --fresh',
  );
  expect(await keysIn()).toEqual(['a']);
});
