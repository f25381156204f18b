import type { Timeline } from '../../timeline';
import type { XmlElement } from '../../xml';
import type { Form, RestReply, RestRequest } from '../rest';
import { Schemas, sentences } from './schemas';
import { type Operation, Specs } from './specs';
import { TOLERATED } from './tolerated';
import { TwimlGrammar, type TwimlKind } from './twiml';

/** What the contract check has seen so far; `GET /control/contract` and the tests read it. */
export interface ContractReport {
  /** REST requests and answers that were compared with Twilio's OpenAPI, and TwiML documents with its grammar. */
  checked: { requests: number; answers: number; documents: number };
  /** What was wrong: where (an operation or a document) and what, in order. */
  violations: Violation[];
  /** Operations of Twilio that were asked for and that the emulator does not have. */
  unsupported: string[];
}

export interface Violation {
  /** `request` and `twiml`: the program's mistake. `answer`: the emulator's own. */
  what: 'request' | 'answer' | 'twiml';
  where: string;
  problems: string[];
}

/** Compares every exchange with what Twilio publishes of its API, and remembers what did not fit. */
export class Contract {
  #specs = new Specs();
  #schemas = new Schemas(this.#specs);
  #report = emptyReport();

  #grammar: TwimlGrammar;

  /** `cacheDir`: where what takes long to derive is kept between starts. */
  constructor(
    private readonly timeline: Timeline,
    cacheDir?: string,
  ) {
    this.#grammar = new TwimlGrammar(cacheDir);
  }

  find(method: string, host: string, pathname: string): Operation | undefined {
    return this.#specs.find(method, host, pathname);
  }

  checkRequest(operation: Operation, request: Pick<RestRequest, 'query' | 'form' | 'json'>): void {
    this.#report.checked.requests++;
    const problems: string[] = [];
    const compare = (validate: ReturnType<Schemas['fields']>, value: unknown, where: string) => {
      if (!validate(value)) problems.push(...sentences(validate.errors).map((text) => `${where}: ${text}`));
    };
    compare(this.#schemas.fields(operation, 'query'), plain(request.query), 'query');
    const json = request.json === undefined ? undefined : this.#schemas.json(operation);
    if (json) compare(json, structuredClone(request.json), 'body');
    else compare(this.#schemas.fields(operation, 'body'), described(operation, plain(request.form)), 'form');
    this.#found('request', `${operation.id} (${operation.method} ${operation.template})`, problems);
  }

  /** Errors have one shape for all operations; Twilio's files describe only what goes well. */
  checkAnswer(operation: Operation, reply: RestReply): void {
    this.#report.checked.answers++;
    const where = `${operation.id} (${operation.method} ${operation.template}) answered ${reply.status}`;
    if (reply.status >= 400) this.#found('answer', where, errorProblems(reply.json));
    else this.#found('answer', where, this.#answerProblems(operation, reply));
  }

  #answerProblems(operation: Operation, reply: RestReply): string[] {
    if (!(String(reply.status) in operation.responses)) {
      const known = Object.keys(operation.responses).join(', ');
      return [`Twilio answers this operation with ${known}`];
    }
    if (reply.json === undefined) return [];
    const validate = this.#schemas.answer(operation, reply.status);
    return validate && !validate(reply.json) ? sentences(validate.errors) : [];
  }

  unsupported(operation: Operation): void {
    const name = `${operation.id} (${operation.method} ${operation.template})`;
    if (!this.#report.unsupported.includes(name)) this.#report.unsupported.push(name);
  }

  /**
   * What in a TwiML document Twilio would not take, one sentence each. Whoever runs the document tells the timeline;
   * here it is only counted. `where`: the document's address.
   */
  checkTwiml(document: XmlElement, kind: TwimlKind, where: string): string[] {
    this.#report.checked.documents++;
    const problems = this.#grammar.check(document, kind);
    if (problems.length > 0) this.#report.violations.push({ what: 'twiml', where, problems });
    return problems;
  }

  report(): ContractReport {
    return structuredClone(this.#report);
  }

  reset(): void {
    this.#report = emptyReport();
  }

  #found(what: 'request' | 'answer', where: string, problems: string[]): void {
    if (problems.length === 0) return;
    this.#report.violations.push({ what, where, problems });
    const whose = what === 'answer' ? 'The emulator broke' : 'Breaks';
    this.timeline.violation(`${whose} Twilio's contract: ${where}: ${problems.join('; ')}`, {
      what,
      where,
      problems,
    });
  }
}

const emptyReport = (): ContractReport => ({
  checked: { requests: 0, answers: 0, documents: 0 },
  violations: [],
  unsupported: [],
});

const plain = (form: Form): Record<string, string | string[]> => form.toJSON();

/** Without what Twilio takes beyond its description. */
function described(operation: Operation, fields: Record<string, string | string[]>): typeof fields {
  const tolerated = TOLERATED[operation.id]?.fields ?? [];
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !tolerated.includes(name)));
}

function errorProblems(json: unknown): string[] {
  const body = json as Record<string, unknown> | undefined;
  const fits =
    typeof body?.code === 'number' && typeof body.message === 'string' && typeof body.status === 'number';
  return fits ? [] : ['an error needs the fields code, message, more_info and status'];
}
