/**
 * What a fresh machine lacks: installs the locked dependencies when they are not there, then runs the given program
 * under the Node they bring along. Plain JavaScript for old Nodes; everything else here is TypeScript for Node 24.
 *
 *   node bin/setup.mjs PROGRAM.ts [ARGUMENT…]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = 20;
const OWN_NODE = 24;

const [program, ...programArguments] = process.argv.slice(2);
if (!program) give('Usage: node bin/setup.mjs PROGRAM.ts [ARGUMENT…]');
if (majorOf(process.version) < OLDEST_NODE) {
  give(
    `Rundbrief needs Node ${OLDEST_NODE} or newer to install itself; this is ${process.version}. See https://nodejs.org/`,
  );
}
if (!isInstalled()) install();
run(ownNode());

/** The lock file npm keeps of what it installed, written last, must name what our lock file names. */
function isInstalled() {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const held = packagesIn(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted) give('package-lock.json is missing or damaged: get a fresh copy of the repository.');
  return (
    held !== undefined &&
    Object.entries(wanted).every(
      ([path, { version, optional }]) => path === '' || optional || held[path]?.version === version,
    )
  );
}

function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function install() {
  console.error('Installing the dependencies once (a minute or two, 900 MB) …');
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const { status, error } = spawnSync(command, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: !npm && process.platform === 'win32',
  });
  if (error?.code === 'ENOENT') give('npm is missing: install Node with npm from https://nodejs.org/');
  if (error || status !== 0)
    give('npm could not install the dependencies; the lines above say why. Is the npm registry reachable?');
}

/** Packages of the `node-…` family carry a Node binary and need no install script. */
function ownNode() {
  const names = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  for (const name of names) {
    const binary = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(binary)) return binary;
  }
  if (majorOf(process.version) >= OWN_NODE) return process.execPath;
  return give(
    `There is no Node ${OWN_NODE} package for ${process.platform} ${process.arch}: install Node ${OWN_NODE} and try again.`,
  );
}

function run(node) {
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', join(root, program), ...programArguments], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    },
  });
  // Ctrl-C reaches the child by itself, as it is in the same process group; a SIGTERM meant for us does not.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  // When the npm above us is killed we would live on unseen and keep the port: end as well.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 500);
  child.on('error', (error) => give(`${node} does not start: ${error.message}`));
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
    if (child.connected) child.disconnect();
  });
}

function majorOf(version) {
  return Number(/^v(\d+)/.exec(version)?.[1] ?? 0);
}

function give(message) {
  console.error(message);
  process.exit(1);
}
