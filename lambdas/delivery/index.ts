/** What other rooms may call of delivery: campaigns, and what became of them. */
export { type CampaignReport, campaignReport } from './campaign-report.ts';
export { type CampaignRecord, type Campaigns, isOver, isRunning } from './campaigns.ts';
export { campaignsInMemory } from './campaigns-in-memory.ts';
export { campaignsTable } from './campaigns-table.ts';
export { type EvidenceStore, evidenceInMemory, evidenceTable } from './evidence.ts';
export { type ChunkMessage, chunkMessage, type PlanMessage, planMessage } from './messages.ts';
export { type StartDeps, startCampaign } from './start-campaign.ts';
