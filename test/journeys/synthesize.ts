import type { TestProject } from 'vitest/node';
import { synthesizeLocalStage } from '../../bin/synthesize.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesized local stage. */
    assembly: string;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const assembly = await synthesizeLocalStage({});
  project.provide('assembly', assembly.folder);
  return () => assembly.remove();
}
