import type { Kernel } from '../../../product';
import type { Reservation } from '../entities';
import type { VoiceInstructions } from '../instructions';
import type { Deadlines } from './deadlines';
import type { Events } from './events';
import type { Tables } from './tables';

/** What every part of TaskRouter works on. */
export interface Room {
  kernel: Kernel;
  tables: Tables;
  events: Events;
  deadlines: Deadlines;
  /** Called for each new reservation: sets its timer and asks the application what to do. */
  reserved: (reservation: Reservation) => void;
  /** Called when a task has waited as long as it may. */
  outlived: (taskSid: string) => void;
  /** What carries out instructions that need a call; absent until it is connected. */
  voice: VoiceInstructions | undefined;
}
