/** A local run in a process of its own, so that it can be killed; says where it is once it answers. */
import { startLocal } from '../../lib/local/index.ts';

const [assembly = '', dataDir = '', port = '0', ses] = process.argv.slice(2);
const { url, operator, outputs, secret } = await startLocal({
  ...{ assembly, dataDir, port: Number(port) },
  ...(ses ? { ses } : {}),
  log: (line) => console.error(line),
});
console.log(JSON.stringify({ url, operator, token: secret(outputs.ApiTokenArn ?? '') }));
