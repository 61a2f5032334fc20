import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type * as z from 'zod';
import { type Fault, RundbriefError } from '../domain/errors.ts';
import { STATUS_OF_FAULT } from '../platform/http.ts';
import { log } from '../platform/log.ts';
import { type FailureAnswer, failureAnswer } from './answers.ts';

type Problems = FailureAnswer['error']['problems'];

// Some errors list what is wrong: ours by field, those of a publication file by line.
const withProblems = failureAnswer.shape.error.pick({ problems: true });

/** A failure in the one shape that clients read. */
export function failure(
  context: Context,
  status: number,
  fault: Fault | 'unexpected',
  message: string,
  problems?: Problems,
): Response {
  return context.json({ error: { fault, message, ...(problems ? { problems } : {}) } }, status as ContentfulStatusCode);
}

/** Answers an expected failure by its fault, and anything else with 500: noted in the log, never shown. */
export function answerFailure(error: Error, context: Context): Response {
  if (error instanceof RundbriefError) {
    const listed = withProblems.safeParse(error);
    return failure(context, STATUS_OF_FAULT[error.fault], error.fault, error.message, listed.data?.problems);
  }
  log.error('An API call failed', { method: context.req.method, route: context.req.routePath, error });
  return failure(context, 500, 'unexpected', 'Something went wrong on our side; the fault has been noted');
}

/** Input that does not fit, each field named. */
export class InputError extends RundbriefError {
  readonly problems: { path: string; message: string }[];

  constructor(error: z.ZodError) {
    super('invalid', 'The request does not fit');
    this.problems = error.issues.map(({ path, message }) => ({ path: path.join('.') || '(all)', message }));
  }
}
