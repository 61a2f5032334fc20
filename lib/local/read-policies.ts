/**
 * Reads policy documents into statements.
 *
 * It understands what CDK writes for this application and refuses to start on anything else: a statement that
 * is silently skipped would let a function work here that is denied in AWS.
 */
import { LocalError } from './errors.ts';
import { type Condition, type Principals, type Statement, wildcard } from './policies.ts';

const ELEMENTS = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'Condition']);

/** Condition keys the gateway fills in; a policy that asks about another one cannot be judged here. */
const KNOWN_KEYS = new Set([
  'aws:securetransport',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:resourceaccount',
  'ses:fromaddress',
  'ses:fromdisplayname',
  'ses:recipients',
  'ses:configurationset',
  'dynamodb:leadingkeys',
  'dynamodb:select',
  's3:prefix',
  's3:tlsversion',
  'sns:protocol',
  'kms:viaservice',
  'cloudwatch:namespace',
]);

/**
 * Reads a policy document whose intrinsics are resolved.
 *
 * @throws LocalError on any element, operator, condition key or principal it would have to guess about
 */
export function readPolicy(document: unknown, where: string): Statement[] {
  const { Statement: statements } = asRecord(document, where);
  return asList(statements).map((raw, index) => readStatement(asRecord(raw, where), `${where}[${index}]`));
}

function readStatement(raw: Record<string, unknown>, where: string): Statement {
  const foreign = Object.keys(raw).filter((element) => !ELEMENTS.has(element));
  if (foreign.length)
    throw new LocalError(`${where}: the local run cannot judge the policy element ${foreign.join(', ')}`);
  if (raw.Effect !== 'Allow' && raw.Effect !== 'Deny')
    throw new LocalError(`${where}: Effect is ${String(raw.Effect)}`);
  const actions = raw.NotAction ?? raw.Action;
  // The policy of a role says who may assume it and names no resource.
  const resources = raw.NotResource ?? raw.Resource ?? '*';
  if (actions === undefined) throw new LocalError(`${where}: the statement names no Action`);
  return {
    sid: raw.Sid ? `${where} ${String(raw.Sid)}` : where,
    effect: raw.Effect,
    actions: asStrings(actions, where).map((pattern) => wildcard(pattern, 'i')),
    notActions: raw.NotAction !== undefined,
    resources: asStrings(resources, where).map((pattern) => wildcard(pattern)),
    notResources: raw.NotResource !== undefined,
    ...(raw.Principal !== undefined && { principals: readPrincipals(raw.Principal, where) }),
    conditions: readConditions(raw.Condition ?? {}, where),
  };
}

function readPrincipals(raw: unknown, where: string): Principals {
  if (raw === '*') return { aws: [/^.*$/], services: [] };
  const { AWS, Service, ...rest } = asRecord(raw, where);
  if (Object.keys(rest).length)
    throw new LocalError(`${where}: unknown kind of principal ${Object.keys(rest).join(', ')}`);
  return {
    aws: asStrings(AWS ?? [], where).map((pattern) => wildcard(pattern)),
    services: asStrings(Service ?? [], where),
  };
}

function readConditions(raw: unknown, where: string): Condition[] {
  return Object.entries(asRecord(raw, where)).flatMap(([operator, keys]) =>
    Object.entries(asRecord(keys, where)).map(([key, expected]) => {
      const known = key.toLowerCase();
      if (!KNOWN_KEYS.has(known))
        throw new LocalError(`${where}: the local run does not know the condition key ${key}`);
      return { key: known, holds: conditionOf(operator, asStrings(expected, where), where) };
    }),
  );
}

type Matches = (actual: string, expected: string) => boolean;
const same: Matches = (actual, expected) => actual === expected;
const like: Matches = (actual, expected) => wildcard(expected).test(actual);
const OPERATORS: Record<string, { matches: Matches; negated?: boolean }> = {
  StringEquals: { matches: same },
  StringNotEquals: { matches: same, negated: true },
  StringEqualsIgnoreCase: { matches: (a, e) => a.toLowerCase() === e.toLowerCase() },
  StringLike: { matches: like },
  StringNotLike: { matches: like, negated: true },
  ArnEquals: { matches: like },
  ArnLike: { matches: like },
  ArnNotEquals: { matches: like, negated: true },
  ArnNotLike: { matches: like, negated: true },
  Bool: { matches: (a, e) => a.toLowerCase() === e.toLowerCase() },
  NumericLessThan: { matches: (a, e) => Number(a) < Number(e) },
};

function conditionOf(written: string, expected: string[], where: string): Condition['holds'] {
  const [, set, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(written) ?? [];
  const operator = OPERATORS[name ?? ''];
  if (!operator) throw new LocalError(`${where}: the local run does not know the condition operator ${written}`);
  const passes = (actual: string) =>
    expected.some((value) => operator.matches(actual, value)) !== Boolean(operator.negated);
  return (actual) => {
    // A key that is absent: set operators "for all" and negations hold, everything else does not.
    if (!actual?.length) return set === 'ForAllValues' || Boolean(operator.negated) || ifExists !== undefined;
    return set === 'ForAllValues' || operator.negated ? actual.every(passes) : actual.some(passes);
  };
}

function asRecord(value: unknown, where: string): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new LocalError(`${where}: expected an object in the policy, found ${JSON.stringify(value)}`);
  }
  return value as Record<string, unknown>;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

function asStrings(value: unknown, where: string): string[] {
  return asList(value).map((item) => {
    if (typeof item === 'string' || typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw new LocalError(`${where}: expected text in the policy, found ${JSON.stringify(item)}`);
  });
}
