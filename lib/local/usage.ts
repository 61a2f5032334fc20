/** What functions have used so far, each by itself: operations that are billed, and time of a processor. */
export interface Count {
  dynamodb: { readUnits: number; writeUnits: number };
  sqs: number;
  sns: number;
  s3: { get: number; put: number; list: number; delete: number };
  ses: number;
  secrets: number;
  invocations: number;
  gbSeconds: number;
  /** Of this machine's processor. */
  cpuMs: number;
}

export interface Usage {
  of(logicalId: string): Count;
  report(): { functions: Record<string, Count>; total: Count };
  reset(): void;
}

const nothing = (): Count => ({
  dynamodb: { readUnits: 0, writeUnits: 0 },
  sqs: 0,
  sns: 0,
  s3: { get: 0, put: 0, list: 0, delete: 0 },
  ses: 0,
  secrets: 0,
  invocations: 0,
  gbSeconds: 0,
  cpuMs: 0,
});

export function countUsage(): Usage {
  const functions = new Map<string, Count>();
  return {
    of(logicalId) {
      const known = functions.get(logicalId) ?? nothing();
      functions.set(logicalId, known);
      return known;
    },
    report: () => ({ functions: Object.fromEntries(functions), total: [...functions.values()].reduce(add, nothing()) }),
    reset: () => functions.clear(),
  };
}

function add(sum: Count, count: Count): Count {
  return {
    dynamodb: {
      readUnits: sum.dynamodb.readUnits + count.dynamodb.readUnits,
      writeUnits: sum.dynamodb.writeUnits + count.dynamodb.writeUnits,
    },
    sqs: sum.sqs + count.sqs,
    sns: sum.sns + count.sns,
    s3: {
      get: sum.s3.get + count.s3.get,
      put: sum.s3.put + count.s3.put,
      list: sum.s3.list + count.s3.list,
      delete: sum.s3.delete + count.s3.delete,
    },
    ses: sum.ses + count.ses,
    secrets: sum.secrets + count.secrets,
    invocations: sum.invocations + count.invocations,
    gbSeconds: sum.gbSeconds + count.gbSeconds,
    cpuMs: sum.cpuMs + count.cpuMs,
  };
}
