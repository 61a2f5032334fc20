/** Imports what it is asked to, once, and says what that took. */
import { cpuMs } from '../cpu-time.ts';
import { answer } from './processes.ts';

export interface ImportAnswer {
  cpuMs: number;
  wallMs: number;
}

answer<{ url: string }, ImportAnswer>(async ({ url }) => {
  const before = performance.now();
  const spent = await cpuMs(() => import(url));
  return { cpuMs: spent, wallMs: performance.now() - before };
});
