import type { Kernel } from '../../product';
import type { Collection } from '../../store';

export interface ApiKey {
  sid: string;
  friendlyName: string;
  secret: string;
  /** Milliseconds since the epoch. */
  dateCreated: number;
  dateUpdated: number;
}

/** The account's API keys. What is in the store is also in `account.apiKeys`, where authentication looks. */
export class ApiKeys {
  readonly #all: Collection<ApiKey>;
  /** Those the account was made with. */
  readonly #original: Record<string, string>;

  constructor(private readonly kernel: Kernel) {
    this.#all = kernel.store.collection('api.keys');
    this.#original = { ...kernel.account.apiKeys };
    this.restored();
  }

  create(friendlyName: string): ApiKey {
    return this.#add(this.kernel.ids.sid('SK'), this.kernel.ids.hex(32), friendlyName);
  }

  find(sid: string): ApiKey | undefined {
    return this.#all.get(sid);
  }

  list(): ApiKey[] {
    return this.#all.values();
  }

  rename(key: ApiKey, friendlyName: string): ApiKey {
    return this.#all.set(key.sid, { ...key, friendlyName, dateUpdated: this.kernel.clock.now() });
  }

  remove(key: ApiKey): void {
    this.#all.delete(key.sid);
    delete this.kernel.account.apiKeys[key.sid];
  }

  /** Takes up what the store now holds; an empty one is a new account. */
  restored(): void {
    const { apiKeys } = this.kernel.account;
    for (const sid of Object.keys(apiKeys)) delete apiKeys[sid];
    for (const { sid, secret } of this.#all.values()) apiKeys[sid] = secret;
    if (this.#all.size > 0) return;
    for (const [sid, secret] of Object.entries(this.#original)) this.#add(sid, secret, 'Default');
  }

  #add(sid: string, secret: string, friendlyName: string): ApiKey {
    const now = this.kernel.clock.now();
    this.kernel.account.apiKeys[sid] = secret;
    return this.#all.set(sid, { sid, secret, friendlyName, dateCreated: now, dateUpdated: now });
  }
}
