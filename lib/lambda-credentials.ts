/**
 * Where the bundled AWS SDK looks for credentials: Lambda always gives them in the environment.
 *
 * The SDK's own search (profiles, single sign-on, instance metadata, login) is a hundred kilobytes that each cold start
 * would load for nothing; `bundles.ts` puts this module in its place.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
