import { workOnImport } from '../../lambdas/audience/imports/work-on-import.ts';
import type { ImportMessage } from '../../lambdas/audience/index.ts';
import { crowdInMemory } from '../../lambdas/audience/index.ts';
import { ADDRESS_KEY, type Rooms } from './fake-rooms.ts';

/** From here on the real worker does at once what the queue of imports asks for. */
export function employWorker(rooms: Rooms): void {
  const { records: imports, handover, work } = rooms.imports;
  const deps = {
    ...rooms.audience,
    crowd: crowdInMemory(rooms.audience),
    ...{ imports, handover, work },
    publications: {
      find: async (id: string) => rooms.publications.find((one) => one.id === id),
      list: async () => rooms.publications,
    },
    addressKey: ADDRESS_KEY,
    now: () => rooms.now(),
    remainingMs: () => 100_000,
  };
  work.send = (message: ImportMessage) => workOnImport(message, deps);
}
