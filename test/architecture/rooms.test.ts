import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

describe('the house', () => {
  it('lets each room import only what the table of rooms allows', async () => {
    const table = await extractDepcruiseOptions(join(root, '.dependency-cruiser.mjs'));
    const { output } = await cruise(['bin', 'lib', 'lambdas', 'templates'], { ...table, baseDir: root });
    if (typeof output === 'string') throw new Error('The walk through the house gave text instead of a result');
    expect(output.summary.totalCruised).toBeGreaterThan(50);
    const broken = output.summary.violations
      .filter(({ rule }) => rule.severity === 'error')
      .map(({ rule, from, to }) => `${from} → ${to} (${rule.name})`);
    expect(broken).toEqual([]);
  });
});
