import type { Client } from 'twilio-sync';

/** How long the socket may take before the functions are asked instead. Milliseconds. */
const PATIENCE = 8_000;
/** How long a new token may take to be accepted. Milliseconds. */
const RENEWAL = 3_000;

/** Resolves when the client is connected; rejects when that takes too long or is refused. */
function connected(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no connection in time')), PATIENCE);
    const settle = (state: string) => {
      if (state === 'connected') resolve();
      else if (state === 'error' || state === 'denied') reject(new Error(state));
      else return;
      clearTimeout(timer);
    };
    client.on('connectionStateChanged', settle);
    settle(client.connectionState);
  });
}

/** A client of Twilio Sync that is connected and renews its token. Rejects when Sync can't be reached from here. */
export async function connectSync(token: () => Promise<string>, sdkOrigin: string | null): Promise<Client> {
  const [{ Client }, first] = await Promise.all([import('./sdk'), token()]);
  const local = sdkOrigin && {
    Twilsock: { uri: `${sdkOrigin.replace('http', 'ws')}/v3/wsconnect` },
    cdsUri: sdkOrigin,
  };
  const client = new Client(first, { logLevel: 'silent', ...local });
  try {
    await connected(client);
  } catch (error) {
    client.removeAllListeners();
    await client.shutdown().catch(() => undefined);
    throw error;
  }
  renewTokens(client, token);
  return client;
}

/** Keeps the client's token good. */
function renewTokens(client: Client, token: () => Promise<string>): void {
  // One at a time: the SDK never answers the second of two. What was refused, or lost with the socket, is tried again.
  let renewing = false;
  const renew = () => {
    if (renewing) return;
    renewing = true;
    let timer = 0;
    const late = new Promise((_, reject) => {
      timer = window.setTimeout(() => reject(new Error('no answer in time')), RENEWAL);
    });
    token()
      .then((fresh) => Promise.race([client.updateToken(fresh), late]))
      .then(
        () => {
          renewing = false;
        },
        () => {
          setTimeout(() => {
            renewing = false;
            renew();
          }, 1_000);
        },
      )
      .finally(() => clearTimeout(timer));
  };
  client.on('tokenAboutToExpire', renew);
  client.on('tokenExpired', renew);
  // A refused token ends the SDK's own attempts, and it tells no more of tokens.
  client.on('connectionStateChanged', (now) => {
    if (now === 'denied' || now === 'error') setTimeout(renew, 1_000);
  });
}
