import type { Kernel } from '../../../product';
import type { Reservation } from '../entities';
import type { VoiceInstructions } from '../instructions';
import { askApplication } from './assignment';
import { Deadlines } from './deadlines';
import { Events } from './events';
import { Outcomes } from './outcomes';
import type { Room } from './room';
import { route } from './routing';
import { Tables } from './tables';
import { forgetLater } from './task-changes';
import { watchTimeToLive } from './tasks';

/** TaskRouter without its REST: what it holds, and everything that can happen to it. */
export class TaskRouterModel {
  readonly room: Room;
  readonly outcomes: Outcomes;

  constructor(kernel: Kernel) {
    const tables = new Tables(kernel);
    this.room = {
      kernel,
      tables,
      events: new Events(kernel, tables),
      deadlines: new Deadlines(kernel.clock),
      reserved: (reservation) => this.#reserved(reservation),
      outlived: (sid) => void this.outcomes.cancel(sid, 'Task TTL Exceeded'),
      voice: undefined,
    };
    this.outcomes = new Outcomes(this.room);
  }

  connect(voice: VoiceInstructions): void {
    this.room.voice = voice;
  }

  /** Sets every timer anew, after the store was replaced. */
  restored(): void {
    const { tables, deadlines } = this.room;
    deadlines.clear();
    for (const reservation of tables.reservations.all())
      if (reservation.status === 'pending') this.#watch(reservation);
    for (const task of tables.tasks.all()) {
      if (task.status === 'completed' || task.status === 'canceled') forgetLater(this.room, task);
      watchTimeToLive(this.room, task);
      route(this.room, task.sid);
    }
  }

  #reserved(reservation: Reservation): void {
    this.#watch(reservation);
    void askApplication(this.room, this.outcomes, reservation);
  }

  #watch({ sid, deadline }: Reservation): void {
    this.room.deadlines.set(`reservation:${sid}`, deadline, () => this.outcomes.expire(sid));
  }
}
