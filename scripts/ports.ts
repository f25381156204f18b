import net from 'node:net';
import { UserError } from './user-error';

/** Reads a port from the environment; `0` asks for a free one. */
export function portFrom(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UserError(
      `${variable} is "${text}"; give a whole number from 0 to 65535 (0 chooses a free port).`,
    );
  }
  return port;
}

/** Stops with a clear message when something else listens on `port`, before anything has been started. */
export async function mustBeFree(variable: string, port: number): Promise<void> {
  if (port === 0) return;
  const busy = await new Promise<boolean>((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
  if (busy) {
    const { npm_lifecycle_event: command = 'start' } = process.env;
    throw new UserError(
      `Port ${port} is in use by another program. Stop that program, or choose another port: ${variable}=${port + 10} npm ${command === 'start' ? '' : 'run '}${command}`,
    );
  }
}
