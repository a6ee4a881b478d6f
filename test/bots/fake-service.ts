/** An HTTP server that stands for a service: asks its description what is wrong with each request, and keeps what it refused. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Api, Operation } from './openapi.js';

export interface Request {
  readonly operation: Operation;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** In place of a body: bytes of a file, say. */
  readonly text?: string;
  readonly headers?: { readonly [name: string]: string };
}

export interface FakeService {
  readonly url: string;
  /** `METHOD /path?query` of every request. */
  readonly calls: string[];
  /** What was wrong with requests, and with the answers of the stand-in itself. Tests end with none. */
  readonly refused: string[];
  close(): Promise<void>;
}

/** `prefix` is what the description's paths lack in front. */
export async function startService(
  api: Api,
  prefix: string,
  answer: (request: Request) => Answer,
): Promise<FakeService> {
  const calls: string[] = [];
  const refused: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const send = (status: number, text: string, headers = {}): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    };
    const refuse = (status: number, faults: readonly string[]): void => {
      refused.push(...faults);
      send(status, JSON.stringify({ message: faults.join('; ') }));
    };
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const method = incoming.method!;
      const { pathname, searchParams } = new URL(incoming.url!, 'http://localhost');
      calls.push(`${method} ${incoming.url}`);
      try {
        const operation = pathname.startsWith(prefix)
          ? api.operation(method, pathname.slice(prefix.length))
          : null;
        if (operation === null) return refuse(404, [`${method} ${pathname}: no such operation`]);
        const text = Buffer.concat(chunks).toString('utf8');
        const body: unknown = text === '' ? undefined : JSON.parse(text);
        const faults = operation.faultsOfRequest(searchParams, body);
        if (faults.length > 0) return refuse(422, faults);
        const made = answer({ operation, query: searchParams, body, headers: incoming.headers });
        if (made.status >= 400) return refuse(made.status, [`${method} ${pathname}: ${String(made.text)}`]);
        if (made.text === undefined) refused.push(...operation.faultsOfAnswer(made.status, made.body));
        send(made.status, made.text ?? JSON.stringify(made.body), made.headers);
      } catch (error) {
        refuse(500, [`${method} ${pathname}: ${(error as Error).message}`]);
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    refused,
    close: () =>
      new Promise((closed, failed) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? closed() : failed(error)));
      }),
  };
}

/** The part of a list that a query asks for. */
export function pageOf<T>(
  items: readonly T[],
  query: URLSearchParams,
): { readonly page: T[]; readonly next: number | null } {
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const number = Number(query.get('page') ?? 1);
  const page = items.slice((number - 1) * size, number * size);
  return { page, next: number * size < items.length ? number + 1 : null };
}
