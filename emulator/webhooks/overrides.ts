/** Why an attempt may be repeated. `ct`: no connection. `rt`: no answer in time. */
export type RetryPolicy = 'ct' | 'rt' | '4xx' | '5xx' | 'all';

/** How one webhook is delivered; times in milliseconds. */
export interface Delivery {
  connectTimeout: number;
  readTimeout: number;
  totalTimeout: number;
  retries: number;
  policies: RetryPolicy[];
}

/** Defaults and bounds: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const NUMBERS = {
  ct: { field: 'connectTimeout', lowest: 100, highest: 10_000 },
  rt: { field: 'readTimeout', lowest: 100, highest: 15_000 },
  tt: { field: 'totalTimeout', lowest: 100, highest: 15_000 },
  rc: { field: 'retries', lowest: 0, highest: 5 },
} as const;

const POLICIES: RetryPolicy[] = ['ct', 'rt', '4xx', '5xx', 'all'];

/** Taken note of and without effect on this machine: server name indication, and Twilio's edge to leave from. */
const WITHOUT_EFFECT = ['sni', 'e'];

/**
 * Reads the connection overrides in the fragment of a webhook's URL (`#rc=2&rp=all`). What Twilio would not take is left
 * at its default and named in `problems`.
 */
export function readOverrides(fragment: string): { delivery: Delivery; problems: string[] } {
  const delivery: Delivery = {
    connectTimeout: 5000,
    readTimeout: 15_000,
    totalTimeout: 15_000,
    retries: 1,
    policies: ['ct'],
  };
  const problems: string[] = [];
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  for (const [name, value] of given) {
    if (name in NUMBERS) {
      const { field, lowest, highest } = NUMBERS[name as keyof typeof NUMBERS];
      const number = Number(value);
      if (/^\d+$/.test(value) && number >= lowest && number <= highest) delivery[field] = number;
      else problems.push(`${name}=${value} is not a whole number from ${lowest} to ${highest}`);
    } else if (name === 'rp') {
      const policies = value.split(',').map((policy) => policy.trim());
      const unknown = policies.filter((policy) => !POLICIES.includes(policy as RetryPolicy));
      if (unknown.length > 0) problems.push(`rp=${value}: a retry policy is one of ${POLICIES.join(', ')}`);
      else delivery.policies = policies as RetryPolicy[];
    } else if (!WITHOUT_EFFECT.includes(name)) {
      problems.push(`${name} is not a connection override`);
    }
  }
  return { delivery, problems };
}

/** Whether an attempt that ended so is one that the policies repeat. `status` 0: `failure` says at what it failed. */
export function mayRetry(policies: RetryPolicy[], status: number, failure: 'ct' | 'rt' | undefined): boolean {
  const wanted = (policy: RetryPolicy) => policies.includes(policy) || policies.includes('all');
  if (status === 0) return failure !== undefined && wanted(failure);
  return (status >= 500 && wanted('5xx')) || (status >= 400 && status < 500 && wanted('4xx'));
}
