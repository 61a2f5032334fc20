/** ANY /test-mail: behind the links of test mails. */
import { respond } from '../platform/http.ts';
import { errorPage } from '../platform/pages.tsx';
import { answerTestLink } from './answer-test-link.tsx';

export const handler = respond(
  async (request) => answerTestLink(request),
  (status, message) => errorPage('en', status, message),
);
