import { RundbriefError } from '../../domain/errors.ts';

/** What is wrong with what a form brought, so that the page can say it in the reader's language. */
export type FormProblem = 'no-topic' | 'not-offered' | 'pause-day';

const PROBLEM_IN_WORDS: Record<FormProblem, string> = {
  'no-topic': 'At least one topic must be chosen',
  'not-offered': 'This is not what the form offers',
  'pause-day': 'A pause ends on a day between tomorrow and a year from now',
};

export class FormError extends RundbriefError {
  readonly problem: FormProblem;

  constructor(problem: FormProblem) {
    super('invalid', PROBLEM_IN_WORDS[problem]);
    this.name = 'FormError';
    this.problem = problem;
  }
}
