/**
 * Stores that lie in another process: what is asked of them goes over the channel between a program and its parent. So a
 * program's memory is its own, and what it has stored outlives it.
 */
import type { ChildProcess } from 'node:child_process';
import { RundbriefError } from '../../../lambdas/domain/errors.ts';

interface Question {
  ask: number;
  of: string;
  name: string;
  args: unknown[];
}

interface Answer {
  answerTo: number;
  value?: unknown;
  refusal?: { fault: RundbriefError['fault']; message: string };
}

type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>;

const isQuestion = (message: object): message is Question => 'ask' in message;
const isAnswer = (message: object): message is Answer => 'answerTo' in message;

/** Answers a child's questions with these objects, by their names. */
export function serve(child: ChildProcess, objects: Record<string, object>): void {
  child.on('message', async (message: object) => {
    if (!isQuestion(message)) return;
    const answer = await answerOf(message, objects);
    if (child.connected) child.send(answer);
  });
}

async function answerOf({ ask, of, name, args }: Question, objects: Record<string, object>): Promise<Answer> {
  try {
    const value = await (objects[of] as Methods)[name]?.(...args);
    return { answerTo: ask, value };
  } catch (error) {
    if (!(error instanceof RundbriefError)) throw error;
    return { answerTo: ask, refusal: { fault: error.fault, message: error.message } };
  }
}

const open = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
let asked = 0;

/** An object of the parent, by the name that it has in {@link serve}. */
export function remote<T extends object>(of: string): T {
  if (asked === 0) process.on('message', (message: object) => isAnswer(message) && settle(message));
  asked += 1;
  const methods = new Map<string, (...args: unknown[]) => Promise<unknown>>();
  return new Proxy({} as T, {
    get: (_, name: string) => {
      const known = methods.get(name) ?? ((...args: unknown[]) => askParent({ of, name, args }));
      methods.set(name, known);
      return known;
    },
  });
}

function askParent(question: Omit<Question, 'ask'>): Promise<unknown> {
  asked += 1;
  const ask = asked;
  return new Promise((resolve, reject) => {
    open.set(ask, { resolve, reject });
    process.send?.({ ...question, ask });
  });
}

function settle({ answerTo, value, refusal }: Answer): void {
  const waiting = open.get(answerTo);
  open.delete(answerTo);
  if (refusal) waiting?.reject(new RundbriefError(refusal.fault, refusal.message));
  else waiting?.resolve(value);
}
