import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalError } from './errors.ts';

/** Where a dependency is installed, for files that its exports map does not name. */
export function packageFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new LocalError(`The package ${name} is not installed; run npm install`);
    folder = parent;
  }
  return join(folder, 'node_modules', name);
}
