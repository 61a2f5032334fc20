import { type ImportItem, importOf, itemOf } from './import-item.ts';
import type { ImportRecords } from './import-records.ts';
import { afterPage, startOfRun } from './import-run.ts';
import type { Import } from './imports.ts';
import type { WhichImport } from './which-import.ts';

/** The same promises in memory, for tests. */
export function importRecordsInMemory(): ImportRecords {
  const held = new Map<string, ImportItem>();
  const keyOf = ({ publicationId, importId }: WhichImport) => `${publicationId} ${importId}`;
  const look = (which: WhichImport) => {
    const item = held.get(keyOf(which));
    return item && importOf(structuredClone(item));
  };
  const change = (which: WhichImport, changed: (current: Import) => object | undefined) => {
    const item = held.get(keyOf(which));
    const attributes = item && changed(importOf(structuredClone(item)));
    if (!item || !attributes) return undefined;
    held.set(keyOf(which), whole({ ...item, ...structuredClone(attributes) }));
    return look(which);
  };
  const move = (which: WhichImport, states: Import['state'][], attributes: object) =>
    change(which, ({ state }) => (states.includes(state) ? attributes : undefined));

  return {
    async begin(begun) {
      const item = { pk: `imports#${begun.publicationId}`, sk: begun.id, ...structuredClone(itemOf(begun)) };
      held.set(keyOf({ publicationId: begun.publicationId, importId: begun.id }), item);
    },
    async find(which) {
      return look(which);
    },
    async list(publicationId, limit) {
      const own = [...held.values()].filter(({ pk }) => pk === `imports#${publicationId}`);
      const sorted = own.sort((one, other) => (one.sk > other.sk ? -1 : 1));
      return structuredClone(sorted.slice(0, limit)).map(importOf);
    },
    async notePart(which, part, is) {
      return change(which, ({ state, parts }) =>
        state === 'uploading' ? { parts: { ...parts, [part]: is } } : undefined,
      );
    },
    async endUpload(which) {
      return move(which, ['uploading'], { state: 'reading' });
    },
    async ready(which, { rows, pages, readyAt, ...read }) {
      return move(which, ['reading'], {
        ...read,
        ...{ state: 'ready', readyAt: readyAt.toISOString() },
        ...{ rows: { total: rows, done: 0 }, pages: { total: pages, done: 0 } },
      });
    },
    async decide(which, decision) {
      return change(which, (current) => startOfRun(current, decision));
    },
    async commit({ run, ...which }, result) {
      return change(which, (current) => (current.run === run ? afterPage(current, result) : undefined));
    },
    async cancel(which, at) {
      const cancelledAt = at.toISOString();
      const idle = move(which, ['uploading', 'reading', 'ready'], {
        ...{ state: 'cancelled', cancelledAt, endedAt: cancelledAt },
      });
      return idle ?? move(which, ['running'], { cancelledAt });
    },
    async fail(which, problem, at) {
      return move(which, ['uploading', 'reading', 'running'], {
        ...{ state: 'failed', problem, endedAt: at.toISOString() },
      });
    },
  };
}

/** Without what is undefined, as it comes out of a table. */
function whole<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value;
}
