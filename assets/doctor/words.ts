import type { Area } from '../../src/doctor/contract';
import { type LateKey, tl } from '../i18n/late';
import { sentenceFor } from '../i18n/problem';
import type { Failure } from '../session';

const AREAS: Record<Area, LateKey> = {
  'This machine': 'doctor.area.machine',
  Settings: 'doctor.area.settings',
  Account: 'doctor.area.account',
  Numbers: 'doctor.area.numbers',
  'Signing up': 'doctor.area.signingUp',
  'Live view and browser calls': 'doctor.area.live',
  'Incoming work': 'doctor.area.work',
  Deployment: 'doctor.area.deployment',
};

/** What an area is called; one that this page does not know yet, as the functions call it. */
export const areaInWords = (area: Area): string => (Object.hasOwn(AREAS, area) ? tl(AREAS[area]) : area);

/** Why nothing was found out. Looking changes nothing, so that a look that took too long is simply repeated. */
export const whyNot = (failure: Failure): string =>
  failure.code === 'timeout' ? tl('doctor.slow') : sentenceFor(failure);
