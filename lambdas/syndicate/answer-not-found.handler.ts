/** What CloudFront asks when the site's bucket has nothing at an address. */
import { requireEnv } from '../platform/env.ts';
import { respond } from '../platform/http.ts';
import { objectsIn } from '../platform/objects.ts';
import { errorPage } from '../platform/pages.tsx';
import { answerNotFound } from './answer-not-found.ts';

const site = objectsIn(requireEnv('SITE_BUCKET'));

export const handler = respond(
  ({ params }) => answerNotFound(params.path ?? '', { site }),
  (status) => errorPage('en', status, 'Please try again in a minute.'),
);
