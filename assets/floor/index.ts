import { lateStyle } from '../style/late';

export { QueueBoard } from './board';

/** Loads what the board is drawn with. Rejects when it can't be had. */
export const openFloor = (): Promise<void> => lateStyle('floor');
