/** One conditional change of an item, by path: `fetchState.etag` names a field of a map. */
export interface ItemUpdate {
  sets: Record<string, unknown>;
  removes?: string[];
  /** May use `:values` given in `values`, and `#status` for the reserved word. */
  condition: string;
  values?: Record<string, unknown>;
}

/** The expressions DynamoDB wants for it, every name and value as a placeholder. */
export function updateExpression({ sets, removes = [], condition, values = {} }: ItemUpdate) {
  const names: Record<string, string> = condition.includes('#status') ? { '#status': 'status' } : {};
  const placeholder = (path: string) =>
    path
      .split('.')
      .map((name) => {
        names[`#${name}`] = name;
        return `#${name}`;
      })
      .join('.');
  const given: Record<string, unknown> = { ...values };
  const assignments = Object.entries(sets).map(([path, value], index) => {
    given[`:set${index}`] = value;
    return `${placeholder(path)} = :set${index}`;
  });
  const clauses = [
    ...(assignments.length ? [`SET ${assignments.join(', ')}`] : []),
    ...(removes.length ? [`REMOVE ${removes.map(placeholder).join(', ')}`] : []),
  ];
  return {
    UpdateExpression: clauses.length ? clauses.join(' ') : undefined,
    ConditionExpression: condition,
    ExpressionAttributeNames: Object.keys(names).length ? names : undefined,
    ExpressionAttributeValues: Object.keys(given).length ? given : undefined,
  };
}
