import type { Kernel, Product } from '../../product';
import { ApiKeys } from './model';
import { keyRoutes } from './routes';

/**
 * API keys: what programs authenticate with instead of the account's token, and sign access tokens with. The account has
 * one from the start. https://www.twilio.com/docs/iam/api-keys
 */
export function createKeys(kernel: Kernel): Product {
  const keys = new ApiKeys(kernel);
  return { name: 'keys', routes: keyRoutes(keys), restored: () => keys.restored() };
}
