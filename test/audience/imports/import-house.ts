import { type WorkDeps, workOnImport } from '../../../lambdas/audience/imports/work-on-import.ts';
import {
  audienceInMemory,
  beginImport,
  decideImport,
  endUpload,
  findImport,
  type ImportDeps,
  type ImportMapping,
  type ImportMessage,
  importRecordsInMemory,
  importReport,
  takeImportPart,
} from '../../../lambdas/audience/index.ts';
import { crowdInMemory } from '../../../lambdas/audience/records/crowd.ts';
import type { Publication } from '../../../lambdas/domain/publication.ts';
import { objectsInMemory } from '../../../lambdas/platform/objects.ts';
import { outboxInMemory } from '../../../lambdas/platform/queue.ts';
import { ADDRESS_KEY, aPublication, idOf, MONDAY } from '../samples.ts';

export const PROVENANCE = 'Anmeldelisten der Fachtagung 2025, liegen im Sekretariat';

interface Decision {
  mapping?: ImportMapping;
  dryRun?: boolean;
}

/** Imports on memory, with a queue and a bucket that a test can look at. */
export class ImportHouse {
  readonly audience = audienceInMemory();
  readonly handover = objectsInMemory();
  readonly work = outboxInMemory<ImportMessage>();
  readonly publication: Publication;
  readonly deps: ImportDeps & WorkDeps;
  now = MONDAY;

  constructor(publication = aPublication()) {
    this.publication = publication;
    this.deps = {
      ...this.audience,
      crowd: crowdInMemory(this.audience),
      imports: importRecordsInMemory(),
      handover: this.handover,
      work: this.work,
      publications: {
        find: async (id: string) => (id === publication.id ? publication : undefined),
        list: async () => [publication],
      },
      addressKey: ADDRESS_KEY,
      now: () => this.now,
      remainingMs: () => 100_000,
    };
  }

  /** Uploads a file in parts, and lets the worker read it. */
  async upload(content: string | Uint8Array, { partBytes = 1_000_000, fileName = 'liste.csv' } = {}) {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const { id: publicationId } = this.publication;
    const { id } = await beginImport({ publicationId, fileName, bytes: bytes.length, by: 'erna' }, this.deps);
    const which = { publicationId, importId: id };
    for (let part = 1; (part - 1) * partBytes < bytes.length; part += 1) {
      const some = bytes.subarray((part - 1) * partBytes, part * partBytes);
      await takeImportPart({ ...which, part, bytes: some }, this.deps);
    }
    await endUpload(which, this.deps);
    await this.deliver();
    return which;
  }

  /** Handles what is in the queue, and what that puts there. */
  async deliver(deps: WorkDeps = this.deps): Promise<void> {
    for (let message = this.work.sent.shift(); message; message = this.work.sent.shift()) {
      await workOnImport(message, deps);
    }
  }

  async decide(which: ImportMessage, { mapping, dryRun = false }: Decision = {}): Promise<void> {
    const { proposed = [] } = await this.import(which);
    const decision = { mapping: mapping ?? proposed, provenance: PROVENANCE, dryRun, by: 'erna' };
    await decideImport({ ...which, ...decision }, this.deps);
  }

  /** The whole way. */
  async run(content: string | Uint8Array, decision: Decision = {}): Promise<ImportMessage> {
    const which = await this.upload(content);
    await this.decide(which, decision);
    await this.deliver();
    return which;
  }

  import(which: ImportMessage) {
    return findImport(which, this.deps);
  }

  /** `line outcome reason` of every line. */
  async report(which: ImportMessage): Promise<string[]> {
    const [, ...lines] = (await importReport(which, this.deps)).trim().split('\r\n');
    return lines.map((line) => line.replaceAll(',', ' ').trim());
  }

  subscription(address: string) {
    return this.audience.subscriptions.find(this.publication.id, idOf(address));
  }

  proofs(address: string) {
    return this.audience.proofs.list(this.publication.id, idOf(address));
  }

  addresses(): string[] {
    return [...this.audience.subscriptions.held.values()].map(({ address }) => address).sort();
  }
}
