/** What other rooms may call of syndicate: where our feeds are. */
export { type FeedAddresses, feedAddresses } from './addresses.ts';
export { feedAlternates } from './feed-formats.ts';
export { leftOutOf } from './feed-state.ts';
