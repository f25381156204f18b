import { lateStyle } from '../style/late';

export { DoctorLink } from './link';
export { DoctorView } from './view';

/** Loads what the checks are drawn with. Rejects when it can't be had. */
export const openDoctor = (): Promise<void> => lateStyle('doctor');
