/** The local run's account of what would be billed. */
import { z } from 'zod';

const count = z.object({
  dynamodb: z.object({ readUnits: z.number(), writeUnits: z.number() }),
  sqs: z.number(),
  s3: z.object({ get: z.number(), put: z.number() }),
  invocations: z.number(),
  cpuMs: z.number(),
});
const usage = z.object({ functions: z.record(z.string(), count) });

/** Operations of some functions together. */
export interface Operations {
  writeUnits: number;
  readUnits: number;
  sqs: number;
  s3Gets: number;
  s3Puts: number;
  invocations: number;
  /** Of this machine. */
  cpuMs: number;
}

export async function resetUsage(url: string): Promise<void> {
  await fetch(`${url}/_local/usage.json`, { method: 'DELETE' });
}

/** @param functions - their logical ids */
export async function usageOf(url: string, functions: RegExp): Promise<Operations> {
  const { functions: counted } = usage.parse(await (await fetch(`${url}/_local/usage.json`)).json());
  const own = Object.entries(counted).flatMap(([id, one]) => (functions.test(id) ? [one] : []));
  const sum = (of: (one: z.infer<typeof count>) => number) => own.reduce((total, one) => total + of(one), 0);
  return {
    writeUnits: sum(({ dynamodb }) => dynamodb.writeUnits),
    readUnits: sum(({ dynamodb }) => dynamodb.readUnits),
    sqs: sum(({ sqs }) => sqs),
    s3Gets: sum(({ s3 }) => s3.get),
    s3Puts: sum(({ s3 }) => s3.put),
    invocations: sum(({ invocations }) => invocations),
    cpuMs: sum(({ cpuMs }) => cpuMs),
  };
}

export function combine(one: Operations, other: Operations, by: (a: number, b: number) => number): Operations {
  const names = Object.keys(one) as (keyof Operations)[];
  return Object.fromEntries(names.map((name) => [name, by(one[name], other[name])])) as unknown as Operations;
}
