/** Update expressions of DynamoDB from what an item is to hold. */

/** `SET` for what has a value, `REMOVE` for what has none. */
export function expressionOf(attributes: Record<string, unknown>): { update: string; given: Record<string, unknown> } {
  const names = Object.keys(attributes);
  const set = names.filter((name) => attributes[name] !== undefined);
  const removed = names.filter((name) => attributes[name] === undefined).map((name) => `#${name}`);
  const sets = set.map((name) => `#${name} = :new_${name}`);
  return {
    update: [sets.length && `SET ${sets.join(', ')}`, removed.length && `REMOVE ${removed.join(', ')}`]
      .filter(Boolean)
      .join(' '),
    given: Object.fromEntries(set.map((name) => [`:new_${name}`, attributes[name]])),
  };
}

/** DynamoDB reserves some of our words; every `#name` in an expression is the attribute of that name. */
export function namesIn(expression: string): Record<string, string> | undefined {
  const names = expression.match(/#\w+/g);
  return names ? Object.fromEntries(names.map((name) => [name, name.slice(1)])) : undefined;
}
