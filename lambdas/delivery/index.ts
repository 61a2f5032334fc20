/** What other rooms may call of delivery: campaigns, and what became of them. */
export { type AuditEntry, CAMPAIGN_ACTIONS, type CampaignAction, campaignAuditTable } from './campaign-audit.ts';
export { type CampaignReport, campaignReport } from './campaign-report.ts';
export type { CampaignRecord, Campaigns } from './campaigns.ts';
export { campaignsTable } from './campaigns-table.ts';
export { controlCampaign } from './control-campaign.ts';
export { type EvidenceStore, evidenceTable } from './evidence.ts';
