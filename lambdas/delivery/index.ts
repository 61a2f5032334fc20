/** What other rooms may call of delivery: campaigns, and what became of them. */
export { askForTest, MOST_TEST_ADDRESSES, type TestWish } from './ask-for-test.ts';
export { type AuditEntry, CAMPAIGN_ACTIONS, type CampaignAction, campaignAuditTable } from './campaign-audit.ts';
export { type CampaignReport, campaignReport } from './campaign-report.ts';
export type { CampaignRecord, Campaigns } from './campaigns.ts';
export { campaignsTable } from './campaigns-table.ts';
export { controlCampaign } from './control-campaign.ts';
export { type EvidenceStore, evidenceTable } from './evidence.ts';
export type { TestMessage } from './messages.ts';
export { type ReaderOfEdition, readerOfEdition } from './reader-of-edition.ts';
export { type TestSend, type TestSends, testSendsTable } from './test-sends.ts';
export type { TrackingReport } from './tracking-report.ts';
