import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../../lib/bundles.ts';
import { BOT_CHECK, functionsByHandler, synthesized } from './synthesized.ts';

// With a hub and with a bot check, without which some functions are not deployed.
const functions = new Map([
  ...functionsByHandler(synthesized('prod', { webSubHub: 'https://hub.example.net/' }).template),
  ...functionsByHandler(synthesized('prod', BOT_CHECK).template),
]);
const FOR_THE_RUNTIME = ['NODE_OPTIONS'];

/** The names a handler asks for; they are literal there so that they can be read without running it. */
function settingsAskedFor(handler: string): string[] {
  const [file] = globSync(`lambdas/${handler}.handler.{ts,tsx}`, { cwd: ROOT });
  if (!file) return [];
  const names = readFileSync(join(ROOT, file), 'utf8').matchAll(/requireEnv\('([A-Z_]+)'\)/g);
  return [...new Set([...names].map(([, name]) => name as string))].sort();
}

describe('every handler', () => {
  it.each([...functions.keys()])('%s gets exactly the settings it asks for', (handler) => {
    const given = functions.get(handler)?.settings.filter((name) => !FOR_THE_RUNTIME.includes(name));
    expect(settingsAskedFor(handler)).toEqual(given);
  });

  it('reads its settings through requireEnv and nowhere else', () => {
    const readers = globSync('lambdas/**/*.{ts,tsx}', { cwd: ROOT }).filter((file) =>
      readFileSync(join(ROOT, file), 'utf8').includes('process.env'),
    );
    expect(readers).toEqual([join('lambdas', 'platform', 'env.ts')]);
  });
});
