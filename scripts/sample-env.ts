import { writeFile } from 'node:fs/promises';
import { type Variable, variables } from '../src/config';

const HEAD = `# Settings of Cordboard for a real Twilio account. Copy to .env and fill in; .env is never committed.
# To try it without an account you need none of this: npm start.

# Your Twilio account, for provisioning, the local toolkit and the CLI. Not uploaded by a deploy.
ACCOUNT_SID=
AUTH_TOKEN=
`;

/** The text of sample.env: every variable of src/config, what it is for, and whether it must be set. */
export function renderSampleEnv(): string {
  const entries = Object.values<Variable<unknown>>(variables()).map(
    ({ name, meaning, example, fallback }) => {
      const wrapped = meaning.replace(/(.{1,106})(\s+|$)/g, '# $1\n');
      return fallback === undefined
        ? `${wrapped}# Required, like ${example}\n${name}=\n`
        : `${wrapped}# Optional, like ${example}${fallback ? `; without it: ${fallback}` : ''}\n#${name}=\n`;
    },
  );
  return [HEAD, ...entries].join('\n');
}

/** `npm run sample-env`: writes sample.env anew from src/config. A test says when that is due. */
export async function main(): Promise<void> {
  await writeFile('sample.env', renderSampleEnv());
  console.log('Wrote sample.env.');
}
