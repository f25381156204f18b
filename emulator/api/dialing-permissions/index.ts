import type { Kernel, Product } from '../../product';
import { notFound, ok, type Route } from '../rest';

/** Countries that may be called from the start, and one that may not, as in a new account. */
const COUNTRIES: Record<string, { name: string; continent: string; codes: string[]; allowed: boolean }> = {
  US: { name: 'United States', continent: 'NORTH_AMERICA', codes: ['+1'], allowed: true },
  CA: { name: 'Canada', continent: 'NORTH_AMERICA', codes: ['+1'], allowed: true },
  MX: { name: 'Mexico', continent: 'NORTH_AMERICA', codes: ['+52'], allowed: false },
  GB: { name: 'United Kingdom', continent: 'EUROPE', codes: ['+44'], allowed: false },
  DE: { name: 'Germany', continent: 'EUROPE', codes: ['+49'], allowed: false },
  ES: { name: 'Spain', continent: 'EUROPE', codes: ['+34'], allowed: false },
};

/**
 * Which countries the account may call; to be read only. A country that is not in this list is answered as Twilio answers
 * one that does not exist. https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource
 */
export function createDialingPermissions(_kernel: Kernel): Product {
  const host = 'voice.twilio.com';
  const path = '/v1/DialingPermissions/Countries/{IsoCode}';
  const route: Route = {
    method: 'GET',
    host,
    path,
    handle: (request) => {
      const iso = request.params.IsoCode ?? '';
      const found = COUNTRIES[iso];
      if (!found) throw notFound(request);
      const url = `https://${host}/v1/DialingPermissions/Countries/${iso}`;
      return ok({
        iso_code: iso,
        name: found.name,
        continent: found.continent,
        country_codes: found.codes,
        low_risk_numbers_enabled: found.allowed,
        high_risk_special_numbers_enabled: false,
        high_risk_tollfraud_numbers_enabled: false,
        url,
        links: { highrisk_special_prefixes: `${url}/HighRiskSpecialPrefixes` },
      });
    },
  };
  return { name: 'dialing-permissions', routes: [route] };
}
