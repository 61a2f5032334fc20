import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, decideOnKey } from '../../lib/local/policies.ts';
import { readPolicy } from '../../lib/local/read-policies.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:000000000000:table/Notes';
const ROLE = 'arn:aws:iam::000000000000:role/Reader';
const policy = (...Statement: unknown[]) => readPolicy({ Version: '2012-10-17', Statement }, 'Policy');
const reader = (...statements: unknown[]) => ({ id: ROLE, statements: policy(...statements) });
const allow = (Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});

describe('what a role may do', () => {
  it.each([
    { what: 'the action and resource named', statement: allow('dynamodb:GetItem', TABLE), allowed: true },
    { what: 'another action', statement: allow('dynamodb:PutItem', TABLE), allowed: false },
    { what: 'another resource', statement: allow('dynamodb:GetItem', `${TABLE}2`), allowed: false },
    { what: 'an action in other letter case', statement: allow('DynamoDB:getitem', TABLE), allowed: true },
    { what: 'a wildcard inside the action', statement: allow('dynamodb:Get*', TABLE), allowed: true },
    {
      what: 'a wildcard inside the resource',
      statement: allow('dynamodb:GetItem', 'arn:aws:dynamodb:*:*:table/No?es'),
      allowed: true,
    },
    {
      what: 'a list of actions',
      statement: allow(['dynamodb:Query', 'dynamodb:GetItem'], ['x', TABLE]),
      allowed: true,
    },
    {
      what: 'an index where the table is asked',
      statement: allow('dynamodb:GetItem', `${TABLE}/index/*`),
      allowed: false,
    },
    {
      what: 'a dot in the pattern, which means itself',
      statement: allow('dynamodb:GetItem', TABLE.replace('Notes', 'No.es')),
      allowed: false,
    },
    {
      what: 'everything but another action',
      statement: { Effect: 'Allow', NotAction: 'dynamodb:PutItem', Resource: TABLE },
      allowed: true,
    },
    {
      what: 'everything but this resource',
      statement: { Effect: 'Allow', Action: '*', NotResource: TABLE },
      allowed: false,
    },
    {
      what: 'a condition that holds',
      statement: allow('*', '*', { StringEquals: { 'DynamoDB:LeadingKeys': ['a', 'b'] } }),
      allowed: true,
    },
    {
      what: 'a condition that fails',
      statement: allow('*', '*', { StringEquals: { 'dynamodb:LeadingKeys': 'b' } }),
      allowed: false,
    },
    {
      what: 'all keys wanted and one foreign',
      statement: allow('*', '*', { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': 'a' } }),
      allowed: true,
    },
    {
      what: 'a key that is absent',
      statement: allow('*', '*', { StringLike: { 'ses:FromAddress': '*' } }),
      allowed: false,
    },
    {
      what: 'an absent key that may be absent',
      statement: allow('*', '*', { StringLikeIfExists: { 'ses:FromAddress': '*' } }),
      allowed: true,
    },
    {
      what: 'two conditions of which one fails',
      statement: allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' }, ArnEquals: { 'aws:SourceArn': 'x' } }),
      allowed: false,
    },
  ])('with $what: $allowed', ({ statement, allowed }) => {
    const request = {
      action: 'dynamodb:GetItem',
      resource: TABLE,
      context: { 'dynamodb:leadingkeys': ['a'], 'aws:securetransport': 'true' },
    };
    expect(decide(reader(statement), request).allowed).toBe(allowed);
  });

  it('counts a grant in the resource policy for the principal it names only', () => {
    const onQueue = policy({
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: 'queue',
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': 'topic' } },
    });
    const send = (id: string, topic: string) =>
      decide(
        { id, statements: [] },
        { action: 'sqs:SendMessage', resource: 'queue', context: { 'aws:sourcearn': topic } },
        onQueue,
      ).allowed;
    expect([
      send('service:sns.amazonaws.com', 'topic'),
      send('service:sns.amazonaws.com', 'other'),
      send('service:ses.amazonaws.com', 'topic'),
      send(ROLE, 'topic'),
    ]).toEqual([true, false, false, false]);
  });

  it('lets a Deny for everyone in a resource policy win over the role', () => {
    const onQueue = policy({
      Effect: 'Deny',
      Action: 'sqs:*',
      Resource: 'queue',
      Principal: { AWS: '*' },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
    const over = (transport: string) =>
      decide(
        reader(allow('sqs:*', '*')),
        { action: 'sqs:SendMessage', resource: 'queue', context: { 'aws:securetransport': transport } },
        onQueue,
      ).allowed;
    expect([over('true'), over('false')]).toEqual([true, false]);
  });

  it('asks a key’s own policy whether the role’s counts', () => {
    const request = { action: 'kms:Decrypt', resource: 'key' };
    const delegating = policy({
      Effect: 'Allow',
      Action: 'kms:*',
      Resource: '*',
      Principal: { AWS: 'arn:aws:iam::000000000000:root' },
    });
    const may = reader(allow('kms:Decrypt', 'key'));
    expect(decideOnKey(may, request, delegating, '000000000000').allowed).toBe(true);
    expect(decideOnKey(reader(), request, delegating, '000000000000').allowed).toBe(false);
    expect(decideOnKey(may, request, [], '000000000000').allowed).toBe(false);
  });
});

describe('a policy it would have to guess about', () => {
  it.each([
    {
      what: 'a condition operator',
      statement: allow('*', '*', { DateLessThan: { 'aws:CurrentTime': '2030' } }),
      names: 'aws:CurrentTime',
    },
    {
      what: 'a condition key',
      statement: allow('*', '*', { StringEquals: { 'aws:RequestTag/x': 'y' } }),
      names: 'aws:RequestTag/x',
    },
    {
      what: 'an operator on a known key',
      statement: allow('*', '*', { IpAddress: { 'aws:SourceArn': 'x' } }),
      names: 'IpAddress',
    },
    { what: 'an element', statement: { ...allow('*', '*'), NotPrincipal: '*' }, names: 'NotPrincipal' },
    { what: 'an effect', statement: { ...allow('*', '*'), Effect: 'Maybe' }, names: 'Maybe' },
    {
      what: 'a kind of principal',
      statement: { ...allow('*', '*'), Principal: { Federated: 'x' } },
      names: 'Federated',
    },
    { what: 'an unresolved function', statement: allow('*', { Ref: 'X' }), names: '{"Ref":"X"}' },
  ])('is refused for $what', ({ statement, names }) => {
    expect(() => policy(statement)).toThrow(names);
  });
});

describe('any set of statements', () => {
  const word = fc.constantFrom('a', 'b', 'c');
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: word.map((w) => `s:${w}`),
    Resource: word,
  });

  it('allows exactly what some Allow grants and no Deny forbids', () => {
    fc.assert(
      fc.property(fc.array(statement), word, word, (statements, action, resource) => {
        const meant = statements.filter((s) => s.Action === `s:${action}` && s.Resource === resource);
        const expected = meant.some((s) => s.Effect === 'Allow') && !meant.some((s) => s.Effect === 'Deny');
        expect(decide(reader(...statements), { action: `s:${action}`, resource }).allowed).toBe(expected);
      }),
    );
  });

  it('splits between role and resource without changing the outcome', () => {
    fc.assert(
      fc.property(fc.array(statement), fc.array(statement), word, word, (onRole, onResource, action, resource) => {
        const request = { action: `s:${action}`, resource };
        const apart = decide(
          reader(...onRole),
          request,
          policy(...onResource.map((s) => ({ ...s, Principal: { AWS: '*' } }))),
        );
        expect(apart.allowed).toBe(decide(reader(...onRole, ...onResource), request).allowed);
      }),
    );
  });
});
