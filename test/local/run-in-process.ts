/** Starts a run for a test that wants to kill it; says where it is once it is ready. */
import { startLocal } from '../../lib/local/index.ts';

const [assembly = '', dataDir = ''] = process.argv.slice(2);
const { url, operator, outputs, secret } = await startLocal({ assembly, port: 0, dataDir, log: console.log });
console.log(JSON.stringify({ url, operator, secret: secret(outputs.Key ?? '') }));
