import type { Person, Session } from '../live-state';

/** A session ends for good this long after it began, however often it is refreshed. */
export const SESSION_SECONDS = 30 * 24 * 3600;
/** Two tabs may refresh with the same cookie at nearly the same moment; later it is a copy in wrong hands. */
export const GRACE_MS = 30_000;
/** The oldest goes when a person signs in once more. */
export const MAX_SESSIONS = 5;

/** What becomes of a refresh. */
export type Rotation =
  | { outcome: 'rotated'; person: Person; session: Session }
  /** Another tab has just rotated it: nothing to write. */
  | { outcome: 'recent'; session: Session }
  /** An old cookie came back: somebody has a copy, so the session ends for both. */
  | { outcome: 'replayed'; person: Person }
  | { outcome: 'gone' };

const alive = (sessions: readonly Session[], now: number): Session[] =>
  sessions.filter(({ expires }) => expires > now);

/** `person` with a new session of this id; expired ones go, and the oldest beyond five. */
export function openSession(person: Person, id: string, now: number): { person: Person; session: Session } {
  const session = { id, generation: 1, rotatedAt: now, expires: now + SESSION_SECONDS * 1000 };
  const sessions = [...alive(person.sessions, now), session].slice(-MAX_SESSIONS);
  return { person: { ...person, sessions }, session };
}

/** What a refresh with generation `generation` of session `id` does to `person`. */
export function rotate(person: Person, id: string, generation: number, now: number): Rotation {
  const sessions = alive(person.sessions, now);
  const session = sessions.find((other) => other.id === id);
  // A generation that was never handed out can't come from us.
  if (session === undefined || generation > session.generation) return { outcome: 'gone' };
  if (generation === session.generation) {
    const next = { ...session, generation: generation + 1, rotatedAt: now };
    const rotated = sessions.map((other) => (other.id === id ? next : other));
    return { outcome: 'rotated', person: { ...person, sessions: rotated }, session: next };
  }
  if (generation === session.generation - 1 && now - session.rotatedAt <= GRACE_MS)
    return { outcome: 'recent', session };
  return { outcome: 'replayed', person: closeSession(person, id) };
}

/** `person` without that session. */
export function closeSession(person: Person, id: string): Person {
  return { ...person, sessions: person.sessions.filter((session) => session.id !== id) };
}
