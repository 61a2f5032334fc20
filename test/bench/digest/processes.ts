/** Programs of their own, so that each holds what it needs and no more: collecting garbage costs the more the more is held. */
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** As lib/delivery.ts and lib/digest.ts give them. */
export const SENDER_MB = 512;
export const RENDERER_MB = 1024;

export interface Program<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  end(): void;
}

/** @param memoryMb - of the Lambda function it stands for: Node gets its limits as Lambda's runtime sets them */
export function startProgram<Question extends object, Answer>(
  file: string,
  args: string[],
  { memoryMb, flags = [], env = {} }: { memoryMb: number; flags?: string[]; env?: Record<string, string> },
): Program<Question, Answer> {
  const limits = [
    `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
    `--max-semi-space-size=${Math.floor(memoryMb * 0.05)}`,
  ];
  // So that dates arrive as dates.
  const child = fork(file, args, {
    serialization: 'advanced',
    execArgv: [...limits, ...flags],
    env: { ...process.env, ...env },
  });
  const gone = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`A program of the bench ended with ${code}`)),
  );
  gone.catch(() => {});
  return {
    ask: async (question) => {
      child.send(question);
      const [answer] = await Promise.race([once(child, 'message'), gone]);
      return answer as Answer;
    },
    end: () => child.kill(),
  };
}

/** In the program: what it answers. */
export function answer<Question, Answer>(toQuestion: (question: Question) => Answer | Promise<Answer>): void {
  process.on('message', async (question: Question) => process.send?.(await toQuestion(question)));
}
