/**
 * The rooms table of the design: who may import whom. Data flows one way through the house.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const ROOMS = {
  domain: [],
  platform: ['domain'],
  publications: ['domain', 'platform'],
  audience: ['domain', 'platform', 'publications'],
  ingest: ['domain', 'platform', 'publications'],
  syndicate: ['domain', 'platform', 'publications', 'ingest', 'digest'],
  digest: ['domain', 'platform', 'publications', 'ingest'],
  delivery: ['domain', 'platform', 'publications', 'digest', 'audience'],
  console: ['domain', 'platform', 'publications', 'ingest', 'syndicate', 'audience', 'digest', 'delivery'],
};
// Rooms without doors: whatever is in them is there for everyone.
const OPEN = ['domain', 'platform'];

const roomRules = Object.entries(ROOMS).flatMap(([room, mayImport]) => {
  const open = mayImport.filter((other) => OPEN.includes(other));
  const byIndex = mayImport.filter((other) => !OPEN.includes(other));
  const allowed = [
    `^lambdas/${room}/`,
    ...open.map((other) => `^lambdas/${other}/`),
    ...byIndex.map((other) => `^lambdas/${other}/index[.]ts$`),
  ];
  return [
    {
      name: `${room}-imports-only-what-it-may`,
      severity: 'error',
      from: { path: `^lambdas/${room}/` },
      to: { path: '^(lambdas|lib|bin)/', pathNot: allowed },
    },
  ];
});

export default {
  forbidden: [
    ...roomRules,
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      from: { path: '^lambdas/domain/' },
      to: { pathNot: '^lambdas/domain/' },
    },
    {
      name: 'nobody-imports-a-handler',
      severity: 'error',
      from: {},
      to: { path: '[.]handler[.]tsx?$' },
    },
    {
      name: 'constructs-name-handlers-by-path',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^lambdas/' },
    },
    {
      name: 'the-local-run-knows-no-construct',
      severity: 'error',
      from: { path: '^lib/local/' },
      to: { path: '^(lib|bin|lambdas|templates)/', pathNot: '^lib/local/' },
    },
    {
      name: 'constructs-know-nothing-of-the-local-run',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/local/' },
      to: { path: '^lib/local/' },
    },
    {
      name: 'templates-import-only-templates-and-words',
      severity: 'error',
      from: { path: '^templates/' },
      to: { path: '^(lambdas|lib|bin)/', pathNot: '^lambdas/(domain|platform)/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|cdk[.]out)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
