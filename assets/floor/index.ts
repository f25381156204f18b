import { lateStyle } from '../style/late';

export { QueueBoard } from './board';

/** Loads what the board is drawn with. Rejects when it can't be had. */
export async function openFloor(): Promise<void> {
  await Promise.all([lateStyle('floor'), lateStyle('supervise')]);
}
