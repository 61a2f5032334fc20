/** Runs the synthesized template and its bundles on this machine. See docs for what differs from AWS. */
export { LocalError } from './errors.ts';
export { type LocalOptions, type LocalRun, startLocal } from './run.ts';
