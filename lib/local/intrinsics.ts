/**
 * CloudFormation's functions, resolved against the names this run gives to resources.
 *
 * One rule has no counterpart in AWS: addresses on this machine speak plain http, so `https://` in front of
 * one becomes `http://` (the `rewrites` of the attributes).
 */
import type { Template } from './assembly.ts';
import { LocalError } from './errors.ts';

export interface Names {
  /** `Ref` when no attribute is named, else `Fn::GetAtt`. */
  attribute(logicalId: string, attribute?: string): unknown;
  pseudo: Record<string, unknown>;
  rewrite(text: string): string;
}

export interface Resolver {
  resolve(value: unknown): unknown;
  holds(condition: string | undefined): boolean;
}

const NO_VALUE = Symbol('AWS::NoValue');

export function resolverOf(template: Template, names: Names): Resolver {
  const functions: Record<string, (argument: unknown) => unknown> = {
    Ref: (id) => reference(String(id)),
    'Fn::GetAtt': (argument) => {
      const [id, ...path] = Array.isArray(argument) ? argument : String(argument).split('.');
      return names.attribute(String(id), path.join('.'));
    },
    'Fn::Join': (argument) => {
      const [separator, parts] = listOf(argument);
      return names.rewrite(listOf(resolve(parts)).join(String(separator)));
    },
    'Fn::Sub': substitute,
    'Fn::Select': (argument) => {
      const [index, list] = listOf(argument);
      return listOf(resolve(list))[Number(resolve(index))];
    },
    'Fn::Split': (argument) => {
      const [separator, text] = listOf(argument);
      return String(resolve(text)).split(String(separator));
    },
    'Fn::If': (argument) => {
      const [condition, yes, no] = listOf(argument);
      return resolve(holds(String(condition)) ? yes : no);
    },
    'Fn::FindInMap': (argument) => {
      const [map, top, second] = listOf(resolve(argument)).map(String);
      return template.Mappings[map ?? '']?.[top ?? '']?.[second ?? ''];
    },
    'Fn::Base64': (argument) => Buffer.from(String(resolve(argument))).toString('base64'),
    'Fn::Equals': (argument) => {
      const [left, right] = listOf(resolve(argument));
      return left === right;
    },
    'Fn::And': (argument) => listOf(resolve(argument)).every(Boolean),
    'Fn::Or': (argument) => listOf(resolve(argument)).some(Boolean),
    'Fn::Not': (argument) => !listOf(resolve(argument))[0],
    Condition: (name) => holds(String(name)),
  };

  function reference(id: string): unknown {
    if (id === 'AWS::NoValue') return NO_VALUE;
    if (id in names.pseudo) return names.pseudo[id];
    const parameter = template.Parameters[id];
    if (parameter) return parameter.Default;
    return names.attribute(id);
  }

  function substitute(argument: unknown): string {
    const [text, values] = Array.isArray(argument) ? argument : [argument, {}];
    const own = values as Record<string, unknown>;
    const replaced = String(text).replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) => {
      if (name in own) return String(resolve(own[name]));
      const [id, ...path] = name.split('.');
      return String(path.length ? names.attribute(String(id), path.join('.')) : reference(name));
    });
    return names.rewrite(replaced.replaceAll('${!', '${'));
  }

  function resolve(value: unknown): unknown {
    if (typeof value === 'string') return names.rewrite(value);
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== NO_VALUE);
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const [key, argument] = entries[0] ?? [];
    if (entries.length === 1 && key && isFunction(key, argument)) return apply(key, argument);
    const resolved = entries.map(([name, inner]) => [name, resolve(inner)] as const);
    return Object.fromEntries(resolved.filter(([, inner]) => inner !== NO_VALUE));
  }

  function apply(name: string, argument: unknown): unknown {
    const known = functions[name];
    if (!known) throw new LocalError(`The template uses ${name}, which the local run does not understand`);
    return known(argument);
  }

  function holds(condition: string | undefined): boolean {
    return condition === undefined || Boolean(resolve(template.Conditions[condition]));
  }

  return { resolve, holds };
}

/** `Condition` is also the ordinary key of IAM conditions, whose value is an object and never a name. */
function isFunction(key: string, argument: unknown): boolean {
  return key === 'Ref' || key.startsWith('Fn::') || (key === 'Condition' && typeof argument === 'string');
}

function listOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new LocalError(`The template has ${JSON.stringify(value)} where a list belongs`);
  return value;
}
