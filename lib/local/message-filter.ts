/**
 * Filters of subscriptions on message bodies, as SNS judges them: every key of the policy must be met by one of the values
 * that lie at its place in the body. A list in the body counts as each of its elements, which fauxqs overlooks.
 */
import { LocalError } from './errors.ts';

export type BodyFilter = (body: string) => boolean;

type Condition = string | number | boolean | null;
interface Rule {
  path: string[];
  allowed: Condition[];
}

/**
 * @param policy - as the template has it; only plain values are understood
 * @throws LocalError on anything it would have to guess about
 */
export function bodyFilter(policy: Record<string, unknown>, where: string): BodyFilter {
  const rules = rulesOf(policy, [], where);
  return (body) => {
    const json = jsonOf(body);
    // SNS delivers nothing that is no JSON object to a subscription with such a filter.
    if (typeof json !== 'object' || json === null) return false;
    return rules.every(({ path, allowed }) =>
      valuesAt(json, path).some((value) => allowed.includes(value as Condition)),
    );
  };
}

function rulesOf(policy: Record<string, unknown>, above: string[], where: string): Rule[] {
  return Object.entries(policy).flatMap(([key, wanted]): Rule[] => {
    const path = [...above, key];
    if (key === '$or') throw new LocalError(`${where}: the local run does not know the filter operator $or`);
    if (Array.isArray(wanted)) return [{ path, allowed: wanted.map((one) => conditionOf(one, path, where)) }];
    if (typeof wanted === 'object' && wanted !== null) return rulesOf(wanted as Record<string, unknown>, path, where);
    throw new LocalError(`${where}: the filter for ${path.join('.')} is no list`);
  });
}

function conditionOf(wanted: unknown, path: string[], where: string): Condition {
  if (wanted === null || ['string', 'number', 'boolean'].includes(typeof wanted)) return wanted as Condition;
  throw new LocalError(`${where}: the local run understands plain values only in the filter for ${path.join('.')}`);
}

function valuesAt(json: unknown, path: string[]): unknown[] {
  if (Array.isArray(json)) return json.flatMap((element) => valuesAt(element, path));
  const [key, ...rest] = path;
  if (key === undefined) return [json];
  return typeof json === 'object' && json !== null && Object.hasOwn(json, key)
    ? valuesAt((json as Record<string, unknown>)[key], rest)
    : [];
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
