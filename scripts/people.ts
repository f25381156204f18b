/** Somebody the local start knows, with the simulated phone in their hand. */
export interface Person {
  name: string;
  role: 'agent' | 'supervisor' | 'customer';
  email?: string;
  phone: string;
}

/** The people of the local start. The numbers are fictional (+1 XXX 555 01XX); nobody can be called by accident. */
export const PEOPLE = {
  agent: { name: 'Ada', role: 'agent', email: 'ada@example.com', phone: '+14155550101' },
  supervisor: { name: 'Grace', role: 'supervisor', email: 'supervisor@example.com', phone: '+14155550102' },
  customer: { name: 'Carl', role: 'customer', phone: '+14155550123' },
} as const satisfies Record<string, Person>;
