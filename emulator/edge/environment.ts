import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Account } from '../product';

type Variables = Record<string, string>;

/** Bytes. https://www.twilio.com/docs/serverless/functions-assets/functions/variables#limits, error 82006 */
export const LIMITS = { context: 3072, key: 128, value: 450 };

/** The parser that the toolkit itself reads the file with. */
const toolkit = createRequire(createRequire(__filename).resolve('twilio-run/package.json'));
const dotenv = toolkit('dotenv') as { parse(text: string): Variables };

function readVariables(file: string): Variables {
  try {
    return dotenv.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** A SID that is always the same for the same domain, as a deployed service keeps its own. */
const sidOf = (prefix: string, domain: string): string =>
  prefix + createHash('md5').update(`${prefix} ${domain}`).digest('hex');

/** What a project's functions will see as their context. */
export interface ProjectEnvironment {
  variables: Variables;
  /** Names whose value in the project's file is that of another account, and was replaced. */
  replaced: string[];
}

/** The project's own variables, with the emulated account's credentials and what the platform adds. */
export function projectEnvironment(file: string, account: Account, domain: string): ProjectEnvironment {
  const own = readVariables(file);
  const credentials: Variables = { ACCOUNT_SID: account.sid, AUTH_TOKEN: account.authToken };
  if (own.TWILIO_ACCOUNT_SID !== undefined) credentials.TWILIO_ACCOUNT_SID = account.sid;
  if (own.TWILIO_AUTH_TOKEN !== undefined) credentials.TWILIO_AUTH_TOKEN = account.authToken;
  const replaced = Object.keys(credentials).filter(
    (name) => own[name] !== undefined && own[name] !== '' && own[name] !== credentials[name],
  );
  const platform = {
    DOMAIN_NAME: domain,
    SERVICE_SID: sidOf('ZS', domain),
    ENVIRONMENT_SID: sidOf('ZE', domain),
  };
  // PATH in a function's context is its own path; a variable of that name would hide it.
  const { PATH: _path, ...rest } = own;
  return { variables: { ...rest, ...credentials, ...platform }, replaced };
}

/** What of the variables Twilio would not take, one sentence each. */
export function contextProblems(variables: Variables): string[] {
  const problems: string[] = [];
  let total = 0;
  for (const [name, value] of Object.entries(variables)) {
    const bytes = Buffer.byteLength(value);
    total += Buffer.byteLength(name) + bytes;
    if (Buffer.byteLength(name) > LIMITS.key)
      problems.push(`the name ${name} is longer than ${LIMITS.key} bytes`);
    if (bytes > LIMITS.value) problems.push(`${name} has ${bytes} bytes; a value may have ${LIMITS.value}`);
  }
  if (total > LIMITS.context)
    problems.push(
      `all variables together have ${total} bytes; above ${LIMITS.context} invocations may fail (82006)`,
    );
  return problems;
}

function described(cwd: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path.join(cwd, 'package.json'), 'utf8')) as Record<string, unknown>;
  } catch {
    // A project without package.json is named after its folder.
    return {};
  }
}

/**
 * The configuration file to give to the toolkit, or undefined when it finds the project's own. It would look for one in
 * every folder above, too: a project without one must not get that of a project around it.
 */
export function configFileFor(cwd: string, dataDir: string): string | undefined {
  const own = readdirSync(cwd).some((name) => /^\.?twilioserverless(rc|\.config)\b/.test(name));
  if (own || 'twilioserverless' in described(cwd)) return undefined;
  const empty = path.resolve(dataDir, 'projects', 'no-configuration.json');
  mkdirSync(path.dirname(empty), { recursive: true });
  writeFileSync(empty, '{}\n');
  return empty;
}

/** Writes the variables as a file that the toolkit reads back unchanged, readable by this user only. */
export function writeEnvFile(dataDir: string, domain: string, variables: Variables): string {
  const folder = path.resolve(dataDir, 'projects');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${domain}-${process.pid}.env`);
  const lines = Object.entries(variables).map(([name, value]) => {
    // The parser takes off the outer quotes, whatever is inside; it reads \n as a new line within double ones only.
    const line = value.includes('\n') ? `"${value.replaceAll('\n', '\\n')}"` : `'${value}'`;
    if (dotenv.parse(`${name}=${line}`)[name] !== value)
      throw new Error(`The variable ${name} has a name or a value that a .env file cannot hold`);
    return `${name}=${line}\n`;
  });
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  return file;
}

/** `my-project-1234-dev.twil.io`, as Twilio names the domain of an environment; always the same for the same name. */
export function domainOf(cwd: string): string {
  const { name: named } = described(cwd);
  const name = typeof named === 'string' ? named : path.basename(cwd);
  const plain =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'project';
  const digits = 1000 + (createHash('md5').update(name).digest().readUInt16BE(0) % 9000);
  return `${plain.slice(0, 40)}-${digits}-dev.twil.io`;
}
