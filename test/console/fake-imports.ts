/** Imports in memory, and a worker who finds in a file what it is told. */
import {
  type Import,
  type ImportCounters,
  type ImportMessage,
  importRecordsInMemory,
  type ReportedLine,
  type WhichImport,
} from '../../lambdas/audience/index.ts';
import { objectsInMemory } from '../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../lambdas/platform/queue.ts';

type Read = Parameters<ReturnType<typeof importRecordsInMemory>['ready']>[1];

export class FakeImports {
  readonly records = importRecordsInMemory();
  readonly handover = objectsInMemory();
  readonly work = outboxInMemory<ImportMessage>();

  async newest(publicationId = 'ruhr'): Promise<Import> {
    const [newest] = await this.records.list(publicationId, 1);
    if (!newest) throw new Error('Nobody has begun an import');
    return newest;
  }

  /** The worker has read the file. */
  async hasRead(changes: Partial<Read> & { cells?: string[][] } = {}): Promise<WhichImport> {
    const { cells = ROWS, ...read } = changes;
    const which = await this.which();
    const preview = cells.map((row, index) => ({ line: index + 2, cells: row }));
    const options = { contentType: 'application/json' };
    await this.handover.put(
      `imports/${which.publicationId}/${which.importId}/preview.json`,
      JSON.stringify(preview),
      options,
    );
    await this.records.ready(which, { ...READ, readyAt: new Date(), ...read });
    return which;
  }

  /** The worker has gone through all lines of the one page. */
  async hasRun(counters: Partial<ImportCounters>, report: ReportedLine[] = [], unknownTopics: string[] = []) {
    const which = await this.which();
    const { run } = await this.newest();
    const key = `imports/${which.publicationId}/${which.importId}/report/${run}/0.json`;
    await this.handover.put(key, JSON.stringify(report), { contentType: 'application/json' });
    const none = {
      added: 0,
      merged: 0,
      known: 0,
      left: 0,
      suppressed: 0,
      erased: 0,
      'unsubscribed-there': 0,
      invalid: 0,
    };
    const all = { ...none, ...counters };
    const rows = Object.values(all).reduce((sum, count) => sum + count, 0);
    await this.records.commit({ ...which, run }, { page: 0, counters: all, rows, unknownTopics, at: new Date() });
  }

  private async which(): Promise<WhichImport> {
    const { publicationId, id } = await this.newest();
    return { publicationId, importId: id };
  }
}

const ROWS = [
  ['jörg@schule.example', 'Jörg Müller', 'Schule & Unterricht', '=SUM(A1)'],
  ['ada@schule.example', 'Ada <b>Lovelace</b>', '', ''],
];

const READ: Read = {
  format: 'other',
  encoding: 'windows-1252',
  delimiter: ';',
  columns: ['E-Mail', 'Name', 'Themen', 'Schule / Ort'],
  hasHeader: true,
  proposed: ['address', null, 'topics', null],
  rows: 3,
  pages: 1,
  readyAt: new Date(),
};
