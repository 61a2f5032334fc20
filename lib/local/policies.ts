/**
 * Decides what IAM would decide, from the policies that were synthesized.
 */
export interface Statement {
  sid: string;
  effect: 'Allow' | 'Deny';
  actions: RegExp[];
  notActions: boolean;
  resources: RegExp[];
  notResources: boolean;
  /** Who is meant, in resource policies only. */
  principals?: Principals;
  conditions: Condition[];
}

export interface Principals {
  aws: RegExp[];
  services: string[];
}

export interface Condition {
  key: string;
  holds(actual: string[] | undefined): boolean;
}

export interface Principal {
  /** A role's ARN, or `service:<name>` for a service of AWS. */
  id: string;
  statements: Statement[];
}

export interface AccessRequest {
  action: string;
  resource: string;
  /** Condition keys in lower case. */
  context?: Record<string, string | string[]>;
}

export interface Decision {
  allowed: boolean;
  reason: string;
}

/**
 * Whether `principal` may do this, given the policy on the resource.
 *
 * An explicit Deny in either policy wins; otherwise one Allow in either is enough, as within one account.
 */
export function decide(principal: Principal, request: AccessRequest, resourcePolicy: Statement[] = []): Decision {
  const onResource = resourcePolicy.filter((s) => meansPrincipal(s.principals, principal.id));
  const applying = [...principal.statements, ...onResource].filter((s) => applies(s, request));
  const denial = applying.find((s) => s.effect === 'Deny');
  if (denial) return { allowed: false, reason: `denied by ${denial.sid}` };
  const grant = applying.find((s) => s.effect === 'Allow');
  return grant ? { allowed: true, reason: grant.sid } : { allowed: false, reason: 'no statement allows it' };
}

/** KMS asks the key's own policy first; identity policies count only where it hands the decision to the account. */
export function decideOnKey(
  principal: Principal,
  request: AccessRequest,
  keyPolicy: Statement[],
  accountId: string,
): Decision {
  const root = `arn:aws:iam::${accountId}:root`;
  const direct = decide({ ...principal, statements: [] }, request, keyPolicy);
  if (direct.allowed || direct.reason.startsWith('denied')) return direct;
  const delegated = decide({ id: root, statements: [] }, request, keyPolicy);
  if (!delegated.allowed) return { allowed: false, reason: 'the key policy does not let the account decide' };
  return decide(principal, request, []);
}

function applies(statement: Statement, { action, resource, context = {} }: AccessRequest): boolean {
  return (
    statement.actions.some((pattern) => pattern.test(action)) !== statement.notActions &&
    statement.resources.some((pattern) => pattern.test(resource)) !== statement.notResources &&
    statement.conditions.every(({ key, holds }) => holds(valuesOf(context[key])))
  );
}

function valuesOf(value: string | string[] | undefined): string[] | undefined {
  return value === undefined || Array.isArray(value) ? value : [value];
}

function meansPrincipal(principals: Principals | undefined, id: string): boolean {
  if (!principals) return false;
  if (id.startsWith('service:'))
    return principals.services.includes(id.slice('service:'.length)) || isEveryone(principals);
  return principals.aws.some((pattern) => pattern.test(id));
}

function isEveryone({ aws }: Principals): boolean {
  return aws.some((pattern) => pattern.source === '^.*$');
}

/** IAM's `*` and `?` as a regular expression over the whole text. */
export function wildcard(pattern: string, flags = ''): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, flags);
}
