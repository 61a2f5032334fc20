/** Which IAM actions a DynamoDB request needs, and on which tables and indexes. */
import type { Access } from './aws-request.ts';
import type { Json } from './dynalite.ts';

export interface TableFacts {
  arn: string;
  partitionKey: string;
  /** The customer's key the table is encrypted with. */
  keyArn?: string;
}

type Values = Record<string, Record<string, unknown>>;

export function dynamodbAccess(operation: string, input: Json, tableOf: (name: string) => TableFacts): Access[] {
  return partsOf(operation, input).flatMap(({ table, index, leadingKeys }) => {
    const facts = tableOf(table);
    const resource = index ? `${facts.arn}/index/${index}` : facts.arn;
    const keys = leadingKeys(facts.partitionKey);
    const access: Access = {
      action: `dynamodb:${operation}`,
      resource,
      context: keys.length ? { 'dynamodb:leadingkeys': keys } : {},
    };
    if (!facts.keyArn) return [access];
    // DynamoDB opens the table with the caller's own right to the key.
    return [
      access,
      {
        action: 'kms:Decrypt',
        resource: facts.keyArn,
        context: { 'kms:viaservice': 'dynamodb.eu-central-1.amazonaws.com' },
      },
    ];
  });
}

interface Part {
  table: string;
  index?: string;
  leadingKeys(partitionKey: string): string[];
}

function partsOf(operation: string, input: Json): Part[] {
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.entries((input.RequestItems ?? {}) as Json).map(([table, requests]) => ({
      table,
      leadingKeys: (key) => batchItems(requests).flatMap((item) => textOf(item[key])),
    }));
  }
  if (operation === 'ListTables') return [{ table: '*', leadingKeys: () => [] }];
  const item = (input.Key ?? input.Item) as Values | undefined;
  const index = input.IndexName === undefined ? {} : { index: String(input.IndexName) };
  return [
    {
      table: String(input.TableName),
      ...index,
      leadingKeys: (key) => (item ? textOf(item[key]) : queriedKey(input, key)),
    },
  ];
}

type BatchRequest = { PutRequest?: { Item: Values }; DeleteRequest?: { Key: Values } };

function batchItems(requests: unknown): Values[] {
  if (Array.isArray(requests))
    return (requests as BatchRequest[]).map((r) => r.PutRequest?.Item ?? r.DeleteRequest?.Key ?? {});
  return ((requests as Json).Keys ?? []) as Values[];
}

/** The partition a Query asks for, from `#pk = :pk` in its key condition. */
function queriedKey(input: Json, partitionKey: string): string[] {
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Values;
  const equalities = String(input.KeyConditionExpression ?? '').matchAll(/([#\w]+)\s*=\s*(:\w+)/g);
  for (const [, name = '', value = ''] of equalities) {
    if ((names[name] ?? name) === partitionKey) return textOf(values[value]);
  }
  return [];
}

function textOf(value: Record<string, unknown> | undefined): string[] {
  const [first] = Object.values(value ?? {});
  return first === undefined ? [] : [String(first)];
}
