/** What a function's thread and the local run tell each other. */
export interface WorkerSettings {
  folder: string;
  handler: string;
  functionName: string;
  functionArn: string;
  memoryMb: number;
}

export interface Invocation {
  requestId: string;
  /** As JSON, for that is all a function ever gets. */
  event: string;
  /** Milliseconds since 1970 at which the function's time is up. */
  deadline: number;
}

export interface Thrown {
  name: string;
  message: string;
  stack: string;
}

export type WorkerReply =
  | { type: 'ready' }
  | { type: 'broken'; error: Thrown }
  | { type: 'answer'; requestId: string; cpuMs: number; result: string }
  | { type: 'failure'; requestId: string; cpuMs: number; error: Thrown };
