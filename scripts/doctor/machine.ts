import type { Twilio } from 'twilio';
import type { Finding } from '../../src/doctor';
import { checkDeployment } from '../up/check';
import type { Place } from '../up/place';
import { differing, variablesAt } from '../up/same';
import { deployableVariables } from '../up/variables';

/** The Node version that the tools want; functions run on Twilio's own. */
const NODE = 20;

export function machineFindings(version: string = process.versions.node): Finding[] {
  const [major = 0] = version.split('.').map(Number);
  return [
    major >= NODE
      ? { area: 'This machine', verdict: 'ok', what: `Node ${version} runs the tools.` }
      : {
          area: 'This machine',
          verdict: 'broken',
          what: `Node ${version} is too old.`,
          fix: `Install Node ${NODE} or newer from https://nodejs.org.`,
        },
  ];
}

/** Whether what is deployed answers, and has the settings of the file. */
export async function deploymentFindings(
  client: Twilio,
  place: Place | undefined,
  environment: string,
  present: Record<string, string>,
  authToken: string | undefined,
): Promise<Finding[]> {
  const area = 'Deployment';
  const none: Finding = {
    area,
    verdict: 'broken',
    what: `Nothing is deployed to the environment "${environment}".`,
    fix: 'Run npm run up.',
  };
  if (place === undefined || place.buildSid === null) return [none];
  const differ = differing(await variablesAt(client, place), deployableVariables(present));
  const answers = await checkDeployment(place.domain, authToken);
  return [
    { area, verdict: 'ok', what: `https://${place.domain}/assets/index.html runs build ${place.buildSid}.` },
    ...(differ.length === 0
      ? []
      : [
          {
            area,
            verdict: 'note',
            what: `It does not have the settings of the file: ${differ.join(', ')}.`,
            fix: 'Run npm run up -- deploy.',
          } as const,
        ]),
    ...answers.map(
      ({ what, problem }): Finding =>
        problem === undefined
          ? { area, verdict: 'ok', what: `${what}.` }
          : {
              area,
              verdict: 'broken',
              what: `${what}: ${problem}`,
              fix: 'Run npm run up; npm run doctor then tells more.',
            },
    ),
  ];
}
