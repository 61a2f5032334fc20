import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assembly } from '../../bin/synthesize.ts';

interface Resource {
  Type: string;
  Properties: Record<string, unknown> & { Environment?: { Variables: Record<string, unknown> } };
}

/** The stage as it is, but for one kind of resource. @throws Error when there is none of these */
export function changedAssembly(
  assembly: string,
  { type, id }: { type: string; id: RegExp },
  change: (properties: Resource['Properties']) => void,
): Assembly {
  const folder = mkdtempSync(join(tmpdir(), 'rundbrief-changed-'));
  cpSync(assembly, folder, { recursive: true });
  const [file = ''] = globSync('*.template.json', { cwd: folder });
  const template: { Resources: Record<string, Resource> } = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const meant = Object.entries(template.Resources).filter(([name, { Type }]) => Type === type && id.test(name));
  if (meant.length === 0) throw new Error(`There is no ${type} like ${id}`);
  for (const [, { Properties }] of meant) change(Properties);
  writeFileSync(join(folder, file), JSON.stringify(template));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
