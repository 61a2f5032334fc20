import { cruise } from 'dependency-cruiser';
import { describe, expect, it } from 'vitest';
import rules from '../../.dependency-cruiser.mjs';

describe('the house', () => {
  it('lets each room import only what the table of rooms allows', async () => {
    const { output } = await cruise(['bin', 'lib', 'lambdas', 'templates'], {
      ruleSet: rules,
      ...rules.options,
      validate: true,
    });
    if (typeof output === 'string') throw new Error('The walk through the house gave text instead of a result');
    expect(output.summary.totalCruised).toBeGreaterThan(50);
    const broken = output.summary.violations
      .filter(({ rule }) => rule.severity === 'error')
      .map(({ rule, from, to }) => `${from} → ${to} (${rule.name})`);
    expect(broken).toEqual([]);
  });
});
